package clerk

import (
	"fmt"
	"strings"
	"testing"
)

// A countingMatcher finds nothing, and counts how often and on how much it was tried.
type countingMatcher struct{ tries, bytes *int }

func (c countingMatcher) FindStringSubmatchIndex(s string) []int {
	*c.tries++
	*c.bytes += len(s)
	return nil
}

// TestManyPatternsStayCheap counts the work of the worst page: each pattern is tried once, and on no more than 1 KiB.
func TestManyPatternsStayCheap(t *testing.T) {
	var all []string
	for n := range maxPatterns {
		all = append(all, "/(.*)/:a(.*)/x/:slug/(.*)/:b/y"+strings.Repeat("z", n))
	}
	i, err := Options{
		PublishableKey:   "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k",
		OrganizationSync: OrganizationSync{OrganizationPatterns: all, PersonalAccountPatterns: all},
		Getenv:           func(string) string { return "" },
	}.Resolve()
	if err != nil {
		t.Fatal(err)
	}
	var tries, bytes int
	for _, patterns := range [][]pathPattern{i.patterns.organizations, i.patterns.personal} {
		for n := range patterns {
			patterns[n].regexp = countingMatcher{&tries, &bytes}
		}
	}
	for _, row := range []struct{ length, tries int }{{1, 200}, {maxMatchedPath, 200}, {maxMatchedPath + 1, 0}, {1 << 20, 0}} {
		t.Run(fmt.Sprint(row.length, " bytes"), func(t *testing.T) {
			tries, bytes = 0, 0
			path := "/" + strings.Repeat("a", row.length-1)
			if _, ok := i.OrganizationTarget(path); ok || tries != row.tries || bytes != row.tries*len(path) {
				t.Errorf("found %v by trying %d times on %d bytes, want %d times", ok, tries, bytes, row.tries)
			}
		})
	}
}

func TestManyPatternsAreAWarning(t *testing.T) {
	for patterns, want := range map[int]int{20: 0, 21: 1} {
		var sync OrganizationSync
		for n := range patterns {
			text := fmt.Sprintf("/%d/:id", n)
			if n%2 == 0 {
				sync.OrganizationPatterns = append(sync.OrganizationPatterns, text)
			} else {
				sync.PersonalAccountPatterns = append(sync.PersonalAccountPatterns, text)
			}
		}
		i, err := Options{PublishableKey: "pk_live_Y2xlcmsuZXhhbXBsZS5jb20k", OrganizationSync: sync, Getenv: func(string) string { return "" }}.Resolve()
		if err != nil {
			t.Fatal(err)
		}
		if got := i.Warnings(); len(got) != want {
			t.Errorf("%d patterns: %q", patterns, got)
		}
	}
}
