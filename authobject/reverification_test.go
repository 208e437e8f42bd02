package authobject_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/usher-auth/usher/authobject"
	"github.com/usher-auth/usher/clerk"
)

// demands are the columns of the truth table, in its order.
var demands = []authobject.Check{
	authobject.Reverified(authobject.StrictMFA), authobject.Reverified(authobject.Strict),
	authobject.Reverified(authobject.Moderate), authobject.Reverified(authobject.Lax),
	authobject.ReverifiedWithin(authobject.FirstFactor, 10*time.Minute),
	authobject.ReverifiedWithin(authobject.SecondFactor, 10*time.Minute),
	authobject.ReverifiedWithin(authobject.MultiFactor, 10*time.Minute),
}

// TestReverification is Clerk's truth table: which ages of the two factors, in minutes, meet which demand.
func TestReverification(t *testing.T) {
	for _, row := range []struct{ name, fva, want string }{
		// strict_mfa, strict, moderate, lax, first factor, second factor and multi factor within 10 minutes
		{"both just now", `[0,0]`, "Y Y Y Y Y Y Y"},
		{"both within ten minutes", `[9,9]`, "Y Y Y Y Y Y Y"},
		{"both at ten minutes", `[10,10]`, "n n Y Y n n n"},
		{"the second at ten minutes", `[9,10]`, "n n Y Y Y n n"},
		{"the first at ten minutes", `[10,9]`, "n Y Y Y n Y n"},
		{"no second, first within ten minutes", `[9,-1]`, "Y Y Y Y Y Y Y"},
		{"no second, first at ten minutes", `[10,-1]`, "n n Y Y n n n"},
		{"no first, second within ten minutes", `[-1,9]`, "n Y Y Y n Y n"},
		{"no first, second at ten minutes", `[-1,10]`, "n n Y Y n n n"},
		{"none at all", `[-1,-1]`, "n n n n n n n"},
		{"both within the hour", `[59,59]`, "n n Y Y n n n"},
		{"both at one hour", `[60,60]`, "n n n Y n n n"},
		{"the first at one hour", `[60,59]`, "n n Y Y n n n"},
		{"both within the day", `[1439,1439]`, "n n n Y n n n"},
		{"both at one day", `[1440,1440]`, "n n n n n n n"},
		{"no second, first within the day", `[1439,-1]`, "n n n Y n n n"},
		{"no second, first at one day", `[1440,-1]`, "n n n n n n n"},

		{"no second, first just now", `[0,-1]`, "Y Y Y Y Y Y Y"},
		{"no first, second just now", `[-1,0]`, "n Y Y Y n Y n"},
		{"fractions just below the limit", `[9.99,9.99]`, "Y Y Y Y Y Y Y"},
		{"fractions just above the limit", `[10.01,10.01]`, "n n Y Y n n n"},
		{"numbers in other spellings", `[ 9e0 , -1.0 ]`, "Y Y Y Y Y Y Y"},
		{"minus zero", `[-0,-0]`, "Y Y Y Y Y Y Y"},
		{"very old", `[1e300,1e300]`, "n n n n n n n"},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth := caller(t, `"fva":`+row.fva)
			want := strings.Fields(row.want)
			for i, demand := range demands {
				expected := refused
				if want[i] == "Y" {
					expected = met
				}
				if got := judge(t, auth, demand); got != expected {
					t.Errorf("fva %s: %v is %s, want %s", row.fva, demand, got, expected)
				}
			}
			var ages []float64
			if err := json.Unmarshal([]byte(row.fva), &ages); err != nil {
				t.Fatal(err)
			}
			if got, ok := auth.FactorAges(); !ok || got != (authobject.FactorAges{First: ages[0], Second: ages[1]}) {
				t.Errorf("FactorAges() = %v, %v, want %v", got, ok, ages)
			}
		})
	}
}

func TestReverificationWithAnAgeOfOnesOwn(t *testing.T) {
	for _, row := range []struct {
		name, fva string
		level     authobject.FactorLevel
		age       time.Duration
		want      verdict
	}{
		{"a minute and a half, below", `[1.4,-1]`, authobject.FirstFactor, 90 * time.Second, met},
		{"a minute and a half, reached", `[1.5,-1]`, authobject.FirstFactor, 90 * time.Second, refused},
		{"the least age that there is", `[0,0]`, authobject.MultiFactor, time.Nanosecond, met},
		{"a year", `[525599,525599]`, authobject.MultiFactor, 365 * 24 * time.Hour, met},
		{"first factor does not look at the second", `[5,100]`, authobject.FirstFactor, 10 * time.Minute, met},
		{"second factor does not look at the first", `[100,5]`, authobject.SecondFactor, 10 * time.Minute, met},
		{"multi factor looks at both", `[100,5]`, authobject.MultiFactor, 10 * time.Minute, refused},
	} {
		t.Run(row.name, func(t *testing.T) {
			check := authobject.ReverifiedWithin(row.level, row.age)
			if got := judge(t, caller(t, `"fva":`+row.fva), check); got != row.want {
				t.Errorf("%v is %s, want %s", check, got, row.want)
			}
		})
	}
}

// TestOddFactorAges holds that nothing but two ages counts: every demand refuses, and so does its negation.
func TestOddFactorAges(t *testing.T) {
	for _, row := range []struct{ name, claims string }{
		{"no claim", ``},
		{"null", `"fva":null`},
		{"a number", `"fva":0`},
		{"a text", `"fva":"0,0"`},
		{"an object", `"fva":{"0":0,"1":0,"length":2}`},
		{"true", `"fva":true`},
		{"an empty list", `"fva":[]`},
		{"one age", `"fva":[0]`},
		{"three ages", `"fva":[0,0,0]`},
		{"texts", `"fva":["0","0"]`},
		{"one text", `"fva":[0,"-1"]`},
		{"null in the first place", `"fva":[null,0]`},
		{"null in the second place", `"fva":[0,null]`},
		{"booleans", `"fva":[false,false]`},
		{"a list in the list", `"fva":[[0,0]]`},
		{"lists of one age", `"fva":[[0],[0]]`},
		{"-2 in the first place", `"fva":[-2,0]`},
		{"-2 in the second place", `"fva":[0,-2]`},
		{"a negative fraction", `"fva":[0,-0.5]`},
		{"a number that no float64 holds", `"fva":[1e400,0]`},
		{"Fva is not fva", `"Fva":[0,0]`},
	} {
		t.Run(row.name, func(t *testing.T) {
			auth := caller(t, row.claims)
			if ages, ok := auth.FactorAges(); ok || ages != (authobject.FactorAges{}) {
				t.Errorf("FactorAges() = %v, %v", ages, ok)
			}
			for _, demand := range demands {
				if got := judge(t, auth, demand); got != unknown {
					t.Errorf("%v is %s, want unknown", demand, got)
				}
				if r := refusal(t, auth, demand); r == nil || r.Reason != clerk.ReasonReverification || r.Reverification == nil {
					t.Errorf("%v refuses with %+v, want a demand to confirm", demand, r)
				}
			}
		})
	}
}

// TestReverificationDemand holds that a refusal says what to confirm, in the form that Clerk's front-end libraries read.
func TestReverificationDemand(t *testing.T) {
	stale := caller(t, `"fva":[5000,5000]`)
	for _, row := range []struct {
		name, json string
		check      authobject.Check
		want       authobject.Reverification
	}{
		{"strict with both factors", `"strict_mfa"`, authobject.Reverified(authobject.StrictMFA),
			authobject.Reverification{Preset: authobject.StrictMFA, Level: authobject.MultiFactor, MaxAge: 10 * time.Minute}},
		{"strict", `"strict"`, authobject.Reverified(authobject.Strict),
			authobject.Reverification{Preset: authobject.Strict, Level: authobject.SecondFactor, MaxAge: 10 * time.Minute}},
		{"moderate", `"moderate"`, authobject.Reverified(authobject.Moderate),
			authobject.Reverification{Preset: authobject.Moderate, Level: authobject.SecondFactor, MaxAge: time.Hour}},
		{"lax", `"lax"`, authobject.Reverified(authobject.Lax),
			authobject.Reverification{Preset: authobject.Lax, Level: authobject.SecondFactor, MaxAge: 24 * time.Hour}},
		{"a level and whole minutes", `{"level":"second_factor","afterMinutes":5}`, authobject.ReverifiedWithin(authobject.SecondFactor, 5*time.Minute),
			authobject.Reverification{Level: authobject.SecondFactor, MaxAge: 5 * time.Minute}},
		{"a level and a fraction", `{"level":"first_factor","afterMinutes":1.5}`, authobject.ReverifiedWithin(authobject.FirstFactor, 90*time.Second),
			authobject.Reverification{Level: authobject.FirstFactor, MaxAge: 90 * time.Second}},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := refusal(t, stale, row.check)
			if r == nil || r.Reverification == nil || *r.Reverification != row.want {
				t.Fatalf("refused with %+v, want %+v", r, row.want)
			}
			text, err := json.Marshal(map[string]any{"reverification": r.Reverification})
			if want := `{"reverification":` + row.json + `}`; err != nil || string(text) != want {
				t.Errorf("JSON is %s, %v, want %s", text, err, want)
			}
			*r.Reverification = authobject.Reverification{}
			if again := refusal(t, stale, row.check); *again.Reverification != row.want {
				t.Errorf("writing to a refusal changed the check: %+v", again.Reverification)
			}
		})
	}
}
