package backend

import "strings"

// PrimaryEmailAddress returns the email address that Clerk writes to, which is one of EmailAddresses; nil if there is none.
func (u *User) PrimaryEmailAddress() *EmailAddress {
	return withID(u.EmailAddresses, u.PrimaryEmailAddressID, func(a *EmailAddress) string { return a.ID })
}

// PrimaryPhoneNumber returns the phone number that Clerk writes to, which is one of PhoneNumbers; nil if there is none.
func (u *User) PrimaryPhoneNumber() *PhoneNumber {
	return withID(u.PhoneNumbers, u.PrimaryPhoneNumberID, func(n *PhoneNumber) string { return n.ID })
}

// PrimaryWeb3Wallet returns the wallet that stands for the user, which is one of Web3Wallets; nil if there is none.
func (u *User) PrimaryWeb3Wallet() *Web3Wallet {
	return withID(u.Web3Wallets, u.PrimaryWeb3WalletID, func(w *Web3Wallet) string { return w.ID })
}

// FullName returns the first name and the last name with a space between them, or the one that there is, or "".
func (u *User) FullName() string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

// withID returns the item with an id, or nil. No item has the id "".
func withID[T any](items []T, id string, idOf func(*T) string) *T {
	for i := range items {
		if id != "" && idOf(&items[i]) == id {
			return &items[i]
		}
	}
	return nil
}
