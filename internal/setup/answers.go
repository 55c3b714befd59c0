package setup

import (
	"switchboard/internal/calendar"
)

// Wish is what customers should get.
type Wish string

// Wishes.
const (
	QuickFirstAnswer   Wish = "quick_first_answer"
	ToldHowItGoes      Wish = "told_how_it_goes"
	ProblemsSolved     Wish = "problems_solved"
	AnsweredEverywhere Wish = "answered_everywhere"
	BuyersFound        Wish = "buyers_found"
)

// Wishes lists all of them, in the order they are offered to be ranked.
func Wishes() []Wish {
	return []Wish{ProblemsSolved, QuickFirstAnswer, ToldHowItGoes, AnsweredEverywhere, BuyersFound}
}

// Speakers is who may speak for the company.
type Speakers string

// Speakers.
const (
	OnlyMe      Speakers = "only_me"
	NamedPeople Speakers = "people"
	Departments Speakers = "departments"
)

// Network is a kind of place where customers speak.
type Network string

// Networks lists the kinds of places that can be named.
func Networks() []Network {
	return []Network{"mailbox", "web_chat", "reviews", "feed", "social", "other"}
}

// Duty is what a department does.
type Duty string

// Duties.
const (
	Service   Duty = "service"
	Comms     Duty = "comms"
	Marketing Duty = "marketing"
	Sales     Duty = "sales"
	Product   Duty = "product"
	Safety    Duty = "safety"
	Legal     Duty = "legal"
	Hiring    Duty = "hiring"
	Board     Duty = "board"
	Other     Duty = "other"
)

// Duties lists all of them.
func Duties() []Duty {
	return []Duty{Service, Comms, Marketing, Sales, Product, Safety, Legal, Hiring, Board, Other}
}

// Answers is what somebody says of their company.
type Answers struct {
	Company     string        `json:"company" minLength:"1" maxLength:"200" doc:"As customers know it"`
	Wishes      []Wish        `json:"wishes,omitempty" maxItems:"5" enum:"problems_solved,quick_first_answer,told_how_it_goes,answered_everywhere,buyers_found" doc:"What customers should get, most important first; absent in the order they are offered"`
	Speak       Speakers      `json:"speak" enum:"only_me,people,departments" doc:"Who may speak for the company"`
	Volunteers  bool          `json:"volunteers,omitempty" doc:"Most of them give their spare time"`
	Departments []Post        `json:"departments,omitempty" maxItems:"30" doc:"With speak departments; absent for service, communications, sales and product"`
	People      []Person      `json:"people,omitempty" maxItems:"200" doc:"Besides whoever sets up; they can be invited afterwards"`
	Networks    []Network     `json:"networks,omitempty" maxItems:"6" enum:"mailbox,web_chat,reviews,feed,social,other" doc:"Where customers speak"`
	Hours       calendar.Spec `json:"hours" doc:"When somebody is here"`
	Languages   []string      `json:"languages,omitempty" maxItems:"30" doc:"ISO 639-1, of customers"`
}

// Post is a department as somebody names it.
type Post struct {
	Name string `json:"name" minLength:"1" maxLength:"100"`
	Does Duty   `json:"does,omitempty" enum:"service,comms,marketing,sales,product,safety,legal,hiring,board,other" doc:"Absent: guessed from the name"`
}

// Person is somebody who may speak.
type Person struct {
	Name        string   `json:"name" minLength:"1" maxLength:"200"`
	Email       string   `json:"email" maxLength:"254"`
	Departments []string `json:"departments,omitempty" maxItems:"30" doc:"Names of departments; with speak people any that say what somebody does"`
}
