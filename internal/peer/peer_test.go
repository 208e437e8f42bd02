package peer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/usher-auth/usher/internal/peer"
)

func TestWhatIsThisMachine(t *testing.T) {
	for _, row := range []struct {
		name, host string
		want       bool
	}{
		{"its name", "localhost", true},
		{"in capitals", "LocalHost", true},
		{"the usual address", "127.0.0.1", true},
		{"another one of the same net", "127.255.0.3", true},
		{"IPv6", "::1", true},
		{"IPv4 in IPv6", "::ffff:127.0.0.1", true},
		{"a name under it", "app.localhost", false},
		{"a name that only begins so", "localhost.example.com", false},
		{"an address that only begins so", "127.0.0.1.example.com", false},
		{"an address with leading zeros, which some read as octal", "0177.0.0.1", false},
		{"an address as one number", "2130706433", false},
		{"with a port", "127.0.0.1:80", false},
		{"in brackets", "[::1]", false},
		{"all addresses", "0.0.0.0", false},
		{"a private address", "10.0.0.1", false},
		{"nothing", "", false},
	} {
		if got := peer.IsLoopback(row.host); got != row.want {
			t.Errorf("%s, %q: %v", row.name, row.host, got)
		}
	}
}

func TestTheNearestEntryComesFirst(t *testing.T) {
	for _, row := range []struct {
		name   string
		values []string
		want   []string
	}{
		{"no header", nil, nil},
		{"one entry", []string{"a"}, []string{"a"}},
		{"a list", []string{"a, b,c"}, []string{"c", "b", "a"}},
		{"several headers", []string{"a, b", "c"}, []string{"c", "b", "a"}},
		{"empty ones count, as whoever wrote them named nobody", []string{"a,, b,", ""}, []string{"", "", "b", "", "a"}},
		{"spaces are no part of an entry", []string{" a ,\tb "}, []string{"b", "a"}},
	} {
		if got := slices.Collect(peer.Forwarded(row.values)); !slices.Equal(got, row.want) {
			t.Errorf("%s: %q", row.name, got)
		}
	}
}

func TestAReaderMayStopEarly(t *testing.T) {
	read := 0
	for entry := range peer.Forwarded([]string{strings.Repeat("a,", 1<<20) + "b", "c"}) {
		if read++; entry == "b" {
			break
		}
	}
	if read != 2 {
		t.Errorf("%d entries", read)
	}
}
