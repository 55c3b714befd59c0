package access

import (
	"slices"

	"switchboard"
)

// Permission names one kind of thing an actor may do. The list is closed; tokens and roles are made of it.
type Permission string

// Permissions.
const (
	ConversationRead   Permission = "conversation.read"
	ConversationWork   Permission = "conversation.work"   // accept, decline, take, release, close, snooze, transfer, note
	ConversationManage Permission = "conversation.manage" // take over, reroute others' work, settle others' deliveries
	DraftWrite         Permission = "draft.write"
	DraftSend          Permission = "draft.send"
	DraftApprove       Permission = "draft.approve" // up to the approver's own level
	CompanyRead        Permission = "company.read"  // brands, departments, networks and their names
	BrandManage        Permission = "brand.manage"
	DepartmentManage   Permission = "department.manage"
	AccountRead        Permission = "account.read"
	AccountManage      Permission = "account.manage"
	AgentRead          Permission = "agent.read"
	AgentManage        Permission = "agent.manage"
	PolicyRead         Permission = "policy.read"
	PolicyActivate     Permission = "policy.activate"
	QuarantineManage   Permission = "quarantine.manage"
	WebhookManage      Permission = "webhook.manage"
	TokenManage        Permission = "token.manage" // one's own tokens
	AuditRead          Permission = "audit.read"
	JournalRead        Permission = "journal.read"
	FocusRead          Permission = "focus.read" // what somebody else's time went to; one's own needs none
	InstallationRead   Permission = "installation.read"
	InstallationManage Permission = "installation.manage"
)

// Permissions lists all of them.
func Permissions() []Permission {
	return []Permission{ConversationRead, ConversationWork, ConversationManage, DraftWrite, DraftSend, DraftApprove,
		CompanyRead, BrandManage, DepartmentManage, AccountRead, AccountManage, AgentRead, AgentManage, PolicyRead,
		PolicyActivate, QuarantineManage, WebhookManage, TokenManage, AuditRead, JournalRead, FocusRead,
		InstallationRead, InstallationManage}
}

// Roles lists the roles, the most powerful first.
func Roles() []switchboard.Role {
	return []switchboard.Role{switchboard.RoleAdmin, switchboard.RoleManager, switchboard.RoleAgent, switchboard.RoleViewer}
}

// viewer, worker and leader are what the roles add to each other.
func viewer() []Permission {
	return []Permission{ConversationRead, CompanyRead, AccountRead, AgentRead, PolicyRead, TokenManage}
}

func worker() []Permission {
	return []Permission{ConversationWork, DraftWrite, DraftSend, DraftApprove}
}

func leader() []Permission {
	return []Permission{ConversationManage, DepartmentManage, AgentManage, PolicyActivate, QuarantineManage, AuditRead,
		JournalRead, FocusRead, InstallationRead}
}

// RolePermissions is what a role may do, in the order of Permissions. An unknown role may do nothing.
func RolePermissions(role switchboard.Role) []Permission {
	switch role {
	case switchboard.RoleAdmin:
		return Permissions()
	case switchboard.RoleManager:
		return inOrder(viewer(), worker(), leader())
	case switchboard.RoleAgent:
		return inOrder(viewer(), worker())
	case switchboard.RoleViewer:
		return inOrder(viewer())
	}
	return nil
}

func inOrder(groups ...[]Permission) []Permission {
	held := slices.Concat(groups...)
	return slices.DeleteFunc(Permissions(), func(p Permission) bool { return !slices.Contains(held, p) })
}

// Outranks reports whether somebody of role a may administer somebody of role b: nobody reaches above themselves, and
// among equals only administrators do.
func Outranks(a, b switchboard.Role) bool {
	if a == switchboard.RoleAdmin {
		return true
	}
	mine, theirs := slices.Index(Roles(), a), slices.Index(Roles(), b)
	return mine >= 0 && theirs > mine
}
