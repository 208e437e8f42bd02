package main

import (
	"fmt"

	"github.com/usher-auth/usher/clerktest"
)

// seed fills an instance with what a file has.
func seed(ck *clerktest.Clerk, file string) error {
	text, err := readFile(file)
	if err != nil {
		return fmt.Errorf("-seed: %w", err)
	}
	if err := ck.Restore(text); err != nil {
		return fmt.Errorf("-seed: %s: %w", file, err)
	}
	return nil
}
