// Package replay serves the mocks that recorded decisions were made against, and compares an adapter's answers with the
// recording.
package replay

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A Case is one recorded request, as its line in the file, and what the driver itself has to know of it.
type Case struct {
	Name     string                     `json:"name"`
	Group    string                     `json:"group"`
	Advisory bool                       `json:"advisory"` // the official answer is an accident or unsafe
	Backend  map[string]json.RawMessage `json:"backend"`
	line     []byte
}

// An Answer is a decision in the words of the recording, as generic JSON.
type Answer map[string]any

// Load reads the recorded cases and answers, by name, from the folder that holds cases.jsonl.gz and expected.jsonl.gz.
func Load(folder string) ([]Case, map[string]Answer, error) {
	var cases []Case
	err := eachLine(filepath.Join(folder, "cases.jsonl.gz"), func(line []byte) error {
		c := Case{line: append([]byte(nil), line...)}
		cases = append(cases, c)
		return json.Unmarshal(line, &cases[len(cases)-1])
	})
	if err != nil {
		return nil, nil, err
	}
	expected := map[string]Answer{}
	err = eachLine(filepath.Join(folder, "expected.jsonl.gz"), func(line []byte) error {
		var a Answer
		if err := json.Unmarshal(line, &a); err != nil {
			return err
		}
		name, _ := a["name"].(string)
		expected[name] = a
		return nil
	})
	return cases, expected, err
}

// Differences returns a function that says whether a case is named, in backquotes, on the page of deliberate differences.
func Differences(page string) (listed func(name string) bool, err error) {
	text, err := os.ReadFile(filepath.Clean(page))
	if err != nil {
		return nil, err
	}
	return func(name string) bool { return strings.Contains(string(text), "`"+name+"`") }, nil
}

func eachLine(path string, do func([]byte) error) error {
	file, err := os.Open(filepath.Clean(path))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	lines := bufio.NewScanner(unpacked)
	lines.Buffer(make([]byte, 64<<10), 16<<20)
	for lines.Scan() {
		if err := do(lines.Bytes()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return lines.Err()
}
