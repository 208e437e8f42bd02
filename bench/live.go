package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

var liveLine = regexp.MustCompile(`(?m)^BenchmarkLive/(\d+)\S*\s+\d+\s+[\d.]+ ns/op\s+([\d.]+) B/beyond-Auth\s+([\d.]+) B/token\s+([\d.]+) ns/request`)

// measureLive measures a request while many tokens are remembered. To sign a million of them would take a quarter of an hour, so a
// benchmark inside package token puts them where verified ones go.
func measureLive(ctx context.Context, r *report, quick bool) error {
	duration := "1s"
	if quick {
		duration = "0.1s"
	}
	command := exec.CommandContext(ctx, "go", "test", "-run", "^$", "-bench", "^BenchmarkLive$", "-benchtime", duration, "./token")
	command.Dir = ".."
	command.Env = append(os.Environ(), "GOWORK=off")
	out, err := command.CombinedOutput()
	if err != nil {
		return fmt.Errorf("go test: %w\n%s", err, out)
	}
	t := table{head: []string{"remembered tokens", "a request with one of them", "against the first line", "memory a token", "of it beside the Auth"}}
	times, memory := line{label: "time, ns"}, line{label: "memory, bytes"}
	first := time.Duration(0)
	for _, m := range liveLine.FindAllStringSubmatch(string(out), -1) {
		n, _ := strconv.ParseFloat(m[1], 64) // the pattern lets nothing but numbers through
		beyond, _ := strconv.ParseFloat(m[2], 64)
		bytes, _ := strconv.ParseFloat(m[3], 64)
		nanos, _ := strconv.ParseFloat(m[4], 64)
		took := time.Duration(nanos)
		if first == 0 {
			first = took
		}
		t.add(m[1], short(took), ratio(took, first), fmt.Sprintf("%.0f B", bytes), fmt.Sprintf("%.0f B", beyond))
		times.points, memory.points = append(times.points, [2]float64{n, nanos}), append(memory.points, [2]float64{n, bytes})
	}
	if first == 0 {
		return fmt.Errorf("go test measured nothing:\n%s", out)
	}
	r.section("Remembered tokens", `token.Verifier.Session alone, with 8,192 known tokens in turns (or all of the 1,000), each just read as a server has just read it,
while so many others are remembered; and what each takes in memory, with its Auth and its claims, and without. The time is that of
the fastest turn. What grows it is that less and less of the table is in a cache of the processor. The default bounds are 65,536
tokens and 128 MiB for each Usher. [What that means](decisions/0011-token-cache.md#for-whoever-runs-a-service) for memory, for
sessions that are revoked and for keys that are withdrawn, and how to turn it off, is written down with the decision.`, t)
	r.picture("Remembered tokens", drawing{title: "Remembered tokens", x: "remembered tokens", y: "ns a request, bytes a token", logX: true, lines: []line{times, memory}})
	return nil
}
