package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/usher-auth/usher/clerktest"
)

// seed fills an instance with what a file has: a seed, or a snapshot, which has tables and replaces everything.
func seed(ck *clerktest.Clerk, file string) error {
	text, err := readFile(file)
	if err != nil {
		return fmt.Errorf("-seed: %w", err)
	}
	var snapshot struct{ Tables json.RawMessage }
	if json.Unmarshal(text, &snapshot) == nil && snapshot.Tables != nil {
		err = ck.Restore(text)
	} else {
		err = ck.Load(bytes.NewReader(text))
	}
	if err != nil {
		return fmt.Errorf("-seed: %s: %w", file, err)
	}
	return nil
}
