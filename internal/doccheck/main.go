package main

import (
	"fmt"
	"os"
)

func main() {
	root := "."
	if len(os.Args) > 1 {
		root = os.Args[1]
	}
	report, err := check(root)
	if err != nil {
		fmt.Fprintln(os.Stderr, "doc-check:", err)
		os.Exit(2)
	}
	for _, problem := range report.problems {
		fmt.Fprintln(os.Stderr, problem)
	}
	if len(report.problems) > 0 {
		fmt.Fprintln(os.Stderr, "doc-check: holes found:", len(report.problems))
		os.Exit(1)
	}
	fmt.Printf("doc-check: %d packages, %d exported names and %d entry points, all documented\n",
		report.packages, report.names, report.entries)
}
