package people

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTheDatabaseIsSetUpForItsPurpose(t *testing.T) {
	s := fresh(t)
	for pragma, want := range map[string]string{
		"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "5000",
	} {
		var got string
		if err := s.db.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
			t.Errorf("%s is %q (%v), not %q", pragma, got, err, want)
		}
	}
	if _, err := s.db.ExecContext(t.Context(), `INSERT INTO changes (event_id, type, user_id, applied) VALUES ('', '', 'nobody', 1)`); err == nil {
		t.Error("a change of a user who is not in the table is accepted")
	}
}

func TestTheFileIsTheOneThatWasNamedAndPrivate(t *testing.T) {
	name := "a b#c%20d&e=f.db"
	if runtime.GOOS != "windows" {
		name = "a?mode=memory&" + name
	}
	file := filepath.Join(t.TempDir(), name)
	open(t, file)
	info, err := os.Stat(file)
	if err != nil || info.Size() == 0 {
		t.Fatalf("the database is somewhere else: %v (%v)", info, err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("the rights are %v", info.Mode())
	}
	open(t, file) // once more, with the tables there
}

func TestOpenSaysWhatIsWrong(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, says := range map[string]string{
		filepath.Join(dir, "missing", "people.db"): "directory does not exist",
		text: "not a database",
		dir:  "cannot open",
	} {
		s, err := Open(t.Context(), file)
		if err == nil {
			_ = s.Close()
			t.Errorf("%s can be opened", file)
		} else if !strings.Contains(err.Error(), says) || !strings.Contains(err.Error(), file) {
			t.Errorf("the error does not say %q of %s: %v", says, file, err)
		}
	}
}
