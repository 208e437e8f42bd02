// Command conform holds Usher's decisions against recorded decisions of Clerk's official JavaScript SDK.
//
// It reads cases as lines of JSON on standard input, decides each under the case's own clock and against the case's own
// mock of the Backend API, and prints one answer a line. Package replay serves the mocks and compares; the drive command
// runs both together.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// maxLine bounds one case; the longest recorded one is below 200 KiB.
const maxLine = 16 << 20

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "conform:", err)
		os.Exit(1)
	}
}

// run answers every case until the input ends.
func run(in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 64<<10), maxLine)
	w := bufio.NewWriter(out)
	answers := json.NewEncoder(w)
	answers.SetEscapeHTML(false)
	for lines.Scan() {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var c testCase
		a := answer{Status: "error"}
		if err := json.Unmarshal(lines.Bytes(), &c); err == nil {
			a = decide(c)
		} else {
			fmt.Fprintln(os.Stderr, "conform: a line of the input is not a case:", err)
			var named struct{ Name string }
			_ = json.Unmarshal(lines.Bytes(), &named) // without a name the answer has none either
			a.Name = named.Name
		}
		if err := answers.Encode(a); err != nil {
			return err
		}
		// Whoever drives the adapter may wait for each answer before it sends the next case.
		if err := w.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}
