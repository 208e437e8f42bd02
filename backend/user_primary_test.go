package backend_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/usher-auth/usher/backend"
)

func TestThePrimaryIdentifiersOfAUser(t *testing.T) {
	const all = `"email_addresses":[{"id":"idn_1","email_address":"a@b.test"},{"id":"idn_2","email_address":"c@d.test"}],
		"phone_numbers":[{"id":"idn_3","phone_number":"+12025550143"},{"id":"","phone_number":"+12025550144"}],
		"web3_wallets":[{"id":"idn_4","web3_wallet":"0x1"}]`
	for _, row := range []struct{ name, text, want string }{
		{"each is found by its id", `{"primary_email_address_id":"idn_2","primary_phone_number_id":"idn_3","primary_web3_wallet_id":"idn_4",` + all + `}`,
			"c@d.test +12025550143 0x1"},
		{"an id that is null finds nothing, an identifier without an id neither", `{"primary_phone_number_id":null,` + all + `}`, "- - -"},
		{"an id that no identifier has finds nothing", `{"primary_email_address_id":"idn_9","primary_phone_number_id":"idn_1",
			"primary_web3_wallet_id":"idn_3",` + all + `}`, "- - -"},
		{"a user without identifiers has none", `{"primary_email_address_id":"idn_1","primary_phone_number_id":"idn_3",
			"primary_web3_wallet_id":"idn_4"}`, "- - -"},
	} {
		var user backend.User
		if err := json.Unmarshal([]byte(row.text), &user); err != nil {
			t.Fatal(err)
		}
		email, phone, wallet := "-", "-", "-"
		if found := user.PrimaryEmailAddress(); found != nil {
			email = found.EmailAddress
		}
		if found := user.PrimaryPhoneNumber(); found != nil {
			phone = found.PhoneNumber
		}
		if found := user.PrimaryWeb3Wallet(); found != nil {
			wallet = found.Web3Wallet
		}
		if got := fmt.Sprint(email, " ", phone, " ", wallet); got != row.want {
			t.Errorf("%s: got %s, want %s", row.name, got, row.want)
		}
	}
}

func TestTheFullNameOfAUser(t *testing.T) {
	for _, row := range [][3]string{
		{"Ada", "Lovelace", "Ada Lovelace"}, {"Ada", "", "Ada"}, {"", "Lovelace", "Lovelace"}, {"", "", ""},
		{"Ada Augusta", "King", "Ada Augusta King"},
	} {
		if got := (&backend.User{FirstName: row[0], LastName: row[1]}).FullName(); got != row[2] {
			t.Errorf("%q and %q make %q, want %q", row[0], row[1], got, row[2])
		}
	}
}
