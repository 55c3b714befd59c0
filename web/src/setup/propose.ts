import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api, ask, type Schemas } from '../api/client'
import type { Answers } from './draft'

export type Proposal = Schemas['SetupProposal']
export type Sentence = Schemas['SetupSentence']
export type Section = Schemas['SetupSection']

/** proposalOf is what would follow from some answers. It changes nothing on the server. */
export const proposalOf = (answers: Answers, inside: boolean) =>
	queryOptions({
		queryKey: ['setup', 'proposal', answers, inside],
		queryFn: () =>
			ask(
				inside
					? api.POST('/api/v1/company/proposal', { body: { answers } })
					: api.POST('/api/v1/setup/proposal', { body: { answers } }),
			),
		placeholderData: keepPreviousData,
		retry: false,
	})
