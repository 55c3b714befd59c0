package api

// resources lists every resource of the API. Each function stands in the file of its name and declares its operations
// with register, or registerRaw where the answer is a stream.
func resources() []func(*server) {
	return []func(*server){
		setupRoutes, invitationRoutes,
		sessionRoutes,
		conversationRoutes,
		conversationActRoutes,
		conversationHelpRoutes,
		correctionRoutes, focusRoutes,
		draftRoutes,
		attachmentRoutes,
		deliveryRoutes, byHandRoutes, amendmentRoutes,
		customerRoutes,
		eventRoutes,
		subscriptionRoutes,
		webhookRoutes,
		noticeRoutes, noticeWayRoutes, chatHookRoutes, chatHookSecretRoutes, alarmRoutes, onCallRoutes,
		agentRoutes, agentDoorRoutes,
		attendanceRoutes, rosterRoutes, shiftNoteRoutes,
		companyRoutes, companyFoundRoutes, practiceRoutes, charterRoutes,
		networkRoutes,
		byHandAccountRoutes,
		captureRoutes,
		consultRoutes, expertRoutes, reportRoutes,
		accountRoutes,
		tokenRoutes,
		policyRoutes, policyDraftRoutes, topicRoutes, topicSuggestionRoutes,
		classifierRoutes, learningRoutes,
		quarantineRoutes,
		installationRoutes,
		sampleRoutes,
	}
}
