package backend_test

import (
	"context"
	"fmt"

	"github.com/usher-auth/usher/backend"
)

// An agent gets a link that signs it in as the user.
func ExampleAgentTasksService_Create() {
	c := stub(map[string]string{
		"POST /agents/tasks": `{"agent_id":"agent_1","agent_task_id":"task_1","url":"https://…"}`,
	})
	task, err := c.AgentTasks.Create(context.Background(), &backend.AgentTaskCreateParams{
		OnBehalfOf:      backend.AgentTaskOnBehalfOf{Identifier: backend.Some("ada@example.com")},
		Permissions:     backend.AgentTaskPermissionsAll,
		AgentName:       "invoice-bot",
		TaskDescription: "file the invoices of May",
		RedirectURL:     "https://app.example.com/invoices",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(task.AgentID, task.AgentTaskID)
	// Output: agent_1 task_1
}
