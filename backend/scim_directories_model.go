package backend

type DirectoryCustomAttribute struct {
	Name          string    `json:"name"`
	Key           string    `json:"key"`
	SSOPath       string    `json:"sso_path"`
	SCIMPath      string    `json:"scim_path"`
	DirectoryPath string    `json:"directory_path"`
	MultiValued   Opt[bool] `json:"multi_valued"`
}
