package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/usher-auth/usher/clerktest"
)

// A loader is an instance that reads seeds.
type loader interface{ Load(r io.Reader) error }

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
		err = load(ck, text)
	}
	if err != nil {
		return fmt.Errorf("-seed: %s: %w", file, err)
	}
	return nil
}

func load(ck any, text []byte) error {
	l, ok := ck.(loader)
	if !ok {
		return errors.New("it is no snapshot of clerktest.Clerk.Snapshot, and has no member tables")
	}
	return l.Load(bytes.NewReader(text))
}
