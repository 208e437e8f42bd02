package asking_test

import (
	"testing"

	"github.com/usher-auth/usher/internal/asking"
)

func TestAHasherTellsQuestionsApart(t *testing.T) {
	h := asking.NewHasher()
	seen := map[string][]string{}
	for _, parts := range [][]string{{}, {""}, {"", ""}, {"ab"}, {"a", "b"}, {"a", "b", ""}, {"1:a"}, {"a1:b"}} {
		key := h.Hash(parts...)
		if other, ok := seen[key]; ok {
			t.Errorf("%q and %q have one key", parts, other)
		}
		seen[key] = parts
	}
	if _, ok := seen[h.Hash("a", "b")]; !ok {
		t.Error("the same parts have another key the second time")
	}
	if h.Hash("a") == asking.NewHasher().Hash("a") {
		t.Error("another hasher makes the same key")
	}
}
