package backendapi

import (
	"net/mail"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/usher-auth/usher/clerktest/internal/refusal"
	"github.com/usher-auth/usher/clerktest/internal/world"
)

// What email addresses, phone numbers and wallets have in common.

var (
	phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`) // ITU-T E.164
	wallet      = regexp.MustCompile(`^0x[0-9a-fA-F]{40}$`)
)

func wellFormed(kind world.Kind, text string) bool {
	switch kind {
	case world.Email:
		address, err := mail.ParseAddress(text)
		return err == nil && address.Address == text && utf8.ValidString(text)
	case world.Phone:
		return phoneNumber.MatchString(text)
	default:
		return wallet.MatchString(text)
	}
}

// checkForm refuses what cannot be an identification of the kind. The param has the name of the kind.
func checkForm(kind world.Kind, text string, wrong *problems) {
	if !wellFormed(kind, text) {
		wrong.add(refusal.About(string(kind), "form_param_format_invalid", "is invalid", "is malformed: %.80q; it must be %s.", text,
			map[world.Kind]string{
				world.Email: "an address as in ada@example.com", world.Phone: "a number by E.164, as in +12025550143",
				world.Wallet: "0x and 40 hexadecimal digits",
			}[kind]))
	}
}

// checkIdentifications checks those of a user to create.
func checkIdentifications(kind world.Kind, values, states []string, wrong *problems) {
	param := string(kind) + "_identification_status"
	if len(states) > 0 && len(states) != len(values) {
		wrong.invalid(param, "must have one item for each %s, or none at all.", kind)
	}
	for _, state := range states {
		if state != string(world.Verified) && state != string(world.Reserved) {
			wrong.invalid(param, "must hold nothing but verified and reserved.")
			break
		}
	}
	for _, text := range values {
		checkForm(kind, text, wrong)
	}
}

// A verificationView says how an identification was verified. The id and the channel are those of one that goes on.
type verificationView struct {
	Object           string  `json:"object"`
	ID               string  `json:"id,omitempty"`
	Status           string  `json:"status"`
	Strategy         string  `json:"strategy"`
	Attempts         *int64  `json:"attempts"`
	ExpireAt         *int64  `json:"expire_at"`
	VerifiedAtClient *string `json:"verified_at_client,omitempty"`
	Channel          *string `json:"channel,omitempty"`
}

func viewVerification(i *world.Identification) *verificationView {
	if i.State != world.Verified {
		return nil
	}
	object := "verification_otp"
	if i.Strategy == "admin" {
		object = "verification_admin"
	}
	return &verificationView{Object: object, Status: "verified", Strategy: i.Strategy}
}

// What Clerk does with codes: one is good for ten minutes and three attempts. The code is the one of Clerk's test addresses, so
// that nobody has to read mail.
const (
	theCode      = "424242"
	codeLifetime = 10 * time.Minute
	maxTries     = 3
)

// identification returns the one in the path, of its kind.
func (a *API) identification(kind world.Kind, id string) (*world.Identification, error) {
	i, err := found(a.w.Identifications.Table, string(kind), id)
	if err == nil && i.Kind != kind {
		return nil, refusal.NotFound(string(kind), id)
	}
	return i, err
}

// saveIdentification puts a changed copy in its place, and tells the user of it.
func (a *API) saveIdentification(i world.Identification) error {
	i.UpdatedAt = a.w.Now()
	if err := a.w.Identifications.Put(i); err != nil {
		return err
	}
	a.w.Touch(i.UserID)
	return nil
}

// identificationChanges are the params that both email addresses and phone numbers are created and updated with.
type identificationChanges struct {
	Verified Opt[bool] `body:"verified,nullable"`
	Primary  Opt[bool] `body:"primary,nullable"`
}

// applyTo changes an identification that is there.
func (p identificationChanges) applyTo(a *API, i *world.Identification) error {
	if p.Verified.Set && !p.Verified.Null {
		i.State, i.Strategy = world.Unverified, ""
		if p.Verified.Value {
			i.State, i.Strategy = world.Verified, "admin"
		}
	}
	if err := a.saveIdentification(*i); err != nil {
		return err
	}
	if !p.Primary.Value {
		return nil
	}
	if i.State != world.Verified {
		return refusal.Unprocessable(refusal.Invalid("primary", "cannot be true: what is not verified cannot be the primary one."))
	}
	u := *a.w.Users.Get(i.UserID)
	*u.PrimaryOf(i.Kind) = i.ID
	return a.w.Users.Put(u)
}

// identify creates an identification for the user that a param names.
func (a *API) identify(i world.Identification, p identificationChanges) (*world.Identification, error) {
	if _, err := found(a.w.Users.Table, "user", i.UserID); err != nil {
		return nil, err
	}
	i.State = world.Unverified
	if p.Verified.Value {
		i.State, i.Strategy = world.Verified, "admin"
	} else if a.w.Identifications.Find(i.Kind, i.Value) != nil {
		return nil, refusal.Unprocessable(refusal.About(string(i.Kind), "form_identifier_exists", "is taken", "%.80q is taken.", i.Value))
	}
	made, err := a.w.Identify(i, p.Primary.Value && p.Verified.Value)
	return &made, err
}

// replaceIdentifications gives a user one of a kind in the place of all there are.
func (a *API) replaceIdentifications(c Call, kind world.Kind, value, state string) (*world.Identification, error) {
	u, err := a.user(c)
	if err != nil {
		return nil, err
	}
	for _, i := range a.w.Of(u, kind) {
		if err := a.w.Unidentify(i); err != nil {
			return nil, err
		}
	}
	one := world.Identification{UserID: u.ID, Kind: kind, Value: value, State: world.Verified, Strategy: "admin"}
	if state != "" && state != string(world.Verified) {
		one.State, one.Strategy = world.State(state), ""
	}
	made, err := a.w.Identify(one, true)
	return &made, err
}

// deleteIdentification answers DELETE.
func (a *API) deleteIdentification(kind world.Kind, id string) (any, error) {
	i, err := a.identification(kind, id)
	if err != nil {
		return nil, err
	}
	return deleted(string(kind), i.ID), a.w.Unidentify(i)
}

// prepare begins a verification with a code.
func (a *API) prepare(kind world.Kind, id string) (any, error) {
	before, err := a.identification(kind, id)
	if err != nil {
		return nil, err
	}
	i := *before
	i.Attempt = &world.Attempt{ID: a.w.ID("ver"), Code: theCode, ExpireAt: a.w.Now().Add(codeLifetime)}
	return viewAttempt(&i, world.Unverified), a.saveIdentification(i)
}

type attemptParams struct {
	VerificationID string `body:"verification_id,required"`
	Code           string `body:"code,required"`
}

// attempt checks a code. A wrong one and one that has expired are no errors, but a status.
func (a *API) attempt(kind world.Kind, id string, p attemptParams) (any, error) {
	before, err := a.identification(kind, id)
	if err != nil {
		return nil, err
	}
	i := *before
	if i.Attempt == nil || i.Attempt.ID != p.VerificationID {
		return nil, refusal.NotFound("verification", p.VerificationID)
	}
	try := *i.Attempt
	i.Attempt = &try
	if try.Done {
		return nil, refusal.New(400, "verification_already_verified", "Already verified",
			"The code of this verification was accepted before. Prepare another one.")
	}
	status := world.Unverified
	switch {
	case !a.w.Now().Before(try.ExpireAt):
		status = "expired"
	case try.Tries >= maxTries:
		status = "failed"
	case strings.TrimSpace(p.Code) == try.Code:
		i.Attempt.Done, status = true, world.Verified
		if i.State != world.Verified {
			i.State, i.Strategy = world.Verified, strategyOf(kind)
		}
	}
	i.Attempt.Tries++
	return viewAttempt(&i, status), a.saveIdentification(i)
}

func strategyOf(kind world.Kind) string {
	if kind == world.Phone {
		return "phone_code"
	}
	return "email_code"
}

func viewAttempt(i *world.Identification, status world.State) verificationView {
	v := verificationView{
		Object: "verification_otp", ID: i.Attempt.ID, Status: string(status), Strategy: strategyOf(i.Kind),
		Attempts: &i.Attempt.Tries, ExpireAt: millis(i.Attempt.ExpireAt),
	}
	if i.Kind == world.Phone {
		v.Channel = orNull("sms")
	}
	return v
}
