package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A title is no longer taken over from the identity provider, a nickname is.
func ExampleSCIMDirectoriesService_Update() {
	c := stub(map[string]string{
		"PATCH /scim_directories/dir_1": `{"object":"scim_directory","id":"dir_1","attribute_mapping":{"nickname":"nickName"}}`,
	})
	directory, err := c.SCIMDirectories.Update(context.Background(), "dir_1", &backend.DirectoryUpdateParams{
		AttributeMapping: map[string]backend.Opt[string]{
			"title": backend.Null[string](), "nickname": backend.Some("nickName"),
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(directory.ID, directory.AttributeMapping)
	// Output: dir_1 map[nickname:nickName]
}
