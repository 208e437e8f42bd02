package backend

type PhoneNumber struct {
	ID                      string               `json:"id"`
	Object                  string               `json:"object"`
	PhoneNumber             string               `json:"phone_number"`
	ReservedForSecondFactor Opt[bool]            `json:"reserved_for_second_factor"`
	DefaultSecondFactor     Opt[bool]            `json:"default_second_factor"`
	Reserved                bool                 `json:"reserved"`
	Verification            *Verification        `json:"verification"`
	LinkedTo                []IdentificationLink `json:"linked_to"`
	BackupCodes             []string             `json:"backup_codes"`
	CreatedAt               Time                 `json:"created_at"`
	UpdatedAt               Time                 `json:"updated_at"`
}
