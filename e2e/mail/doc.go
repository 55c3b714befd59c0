// Package mail runs the whole line over real mail servers: a customer's mail, the answer, and the customer's next word.
package mail
