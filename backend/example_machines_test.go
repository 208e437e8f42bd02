package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// A new machine may call the one that is there already.
func ExampleMachinesService_Create() {
	c := stub(map[string]string{
		"POST /machines": `{"id":"mch_2","name":"billing","secret_key":"ak_shown_here","scoped_machines":[{"id":"mch_1","name":"mailer"}]}`,
	})
	machine, err := c.Machines.Create(context.Background(), &backend.MachineCreateParams{
		Name: "billing", ScopedMachines: []string{"mch_1"}, DefaultTokenTTL: backend.Some(900),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(machine.ID, "may call", machine.ScopedMachines[0].Name, machine.SecretKey)
	// Output: mch_2 may call mailer [redacted]
}

// The key leaked: the old one stops at once, because PreviousTokenTTL is 0.
func ExampleMachinesService_RotateSecretKey() {
	c := stub(map[string]string{"POST /machines/mch_1/secret_key/rotate": `{"object":"machine_secret_key","secret":"ak_new"}`})
	key, err := c.Machines.RotateSecretKey(context.Background(), "mch_1", &backend.MachineRotateSecretKeyParams{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(key.Secret, len(key.Secret))
	// Output: [redacted] 6
}
