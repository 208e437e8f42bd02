package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// A table is one of Markdown.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) String() string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(t.head)
	b.WriteString("|---|" + strings.Repeat("--:|", len(t.head)-1) + "\n")
	for _, row := range t.rows {
		line(row)
	}
	return b.String()
}

// A report collects what was measured.
type report struct {
	title, command string // what the report is called, and what makes it
	compares       bool   // it is about other libraries, so that it names their versions

	out    string
	body   strings.Builder
	plots  map[string]string // by file name
	others []string          // versions of what is not a module of Go
}

func newReport(out string) *report {
	return &report{title: "Performance", command: "make bench", compares: true, out: out, plots: map[string]string{}}
}

func (r *report) section(title, about string, t table) {
	fmt.Fprintf(&r.body, "\n## %s\n\n%s\n\n%s", title, about, &t)
}

// plot adds the picture of a series to the section that was written last.
func (r *report) plot(title, unit string, points []point) {
	known, fresh := line{label: "known token"}, line{label: "new token"}
	for _, p := range points {
		known.points = append(known.points, [2]float64{float64(p.at), micros(p.warm)})
		fresh.points = append(fresh.points, [2]float64{float64(p.at), micros(p.cold)})
	}
	r.picture(title, drawing{title: title, x: unit, y: "µs a request", logX: true, lines: []line{known, fresh}})
}

func (r *report) picture(title string, d drawing) {
	file := strings.ReplaceAll(strings.ToLower(title), " ", "-") + ".svg"
	r.plots[file] = d.svg()
	fmt.Fprintf(&r.body, "\n![%s](performance/%s)\n", title, file)
}

func micros(d time.Duration) float64 { return float64(d) / float64(time.Microsecond) }

// short writes a time with three digits.
func short(d time.Duration) string {
	switch {
	case d < time.Microsecond:
		return fmt.Sprintf("%d ns", d.Nanoseconds())
	case d < 100*time.Microsecond:
		return fmt.Sprintf("%.1f µs", micros(d))
	}
	return fmt.Sprintf("%.0f µs", micros(d))
}

// ratio writes how many times b fits into a.
func ratio(a, b time.Duration) string {
	switch x := float64(a) / float64(b); {
	case x < 0.095:
		return fmt.Sprintf("%.3f×", x)
	case x < 9.5:
		return fmt.Sprintf("%.2f×", x)
	default:
		return fmt.Sprintf("%.0f×", x)
	}
}

// write writes the report and its plots, or prints it.
func (r *report) write() error {
	text := r.preface() + r.body.String()
	if r.out == "" {
		_, err := fmt.Print(text)
		return err
	}
	folder := filepath.Join(filepath.Dir(r.out), "performance")
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return err
	}
	for file, svg := range r.plots {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(svg), 0o600); err != nil {
			return err
		}
	}
	return os.WriteFile(r.out, []byte(text), 0o600)
}

func (r *report) preface() string {
	about := fmt.Sprintf("# %s\n\nWritten by `%s`; the next run replaces it.", r.title, r.command)
	machine := fmt.Sprintf("\n\n%s, %d cores, %s, %s/%s.\n", cpu(), runtime.GOMAXPROCS(0), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	if !r.compares {
		return about + machine
	}
	return about + ` Times are those of one run on one machine, which others may have been using:
what counts are the ratios, and they are of subjects that were measured in turns. ` + "`bench` says how each is set up;\n`cd bench && go run . -h` how to measure a part. What ten minutes at full speed do to it is [a page of its own](soak.md)." +
		machine + "\nVersions: " + strings.Join(append(versions(), r.others...), ", ") + ".\n"
}

// cpu names the processor, where the system tells.
func cpu() string {
	f, err := os.Open("/proc/cpuinfo")
	if err != nil {
		return "an unknown processor"
	}
	defer func() { _ = f.Close() }() // it was only read
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if name, value, found := strings.Cut(lines.Text(), ":"); found && strings.TrimSpace(name) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return "an unknown processor"
}

// versions lists the modules of the peers as they were built in.
func versions() []string {
	info, available := debug.ReadBuildInfo()
	if !available {
		return nil
	}
	wanted := []string{"github.com/golang-jwt/jwt/v5"}
	for _, p := range peers() {
		wanted = append(wanted, p.module)
	}
	var out []string
	for _, module := range info.Deps {
		if slices.Contains(wanted, module.Path) && module.Replace == nil && module.Version != "(devel)" && module.Version != "" {
			out = append(out, strings.TrimPrefix(module.Path, "github.com/")+" "+module.Version)
		}
	}
	return out
}
