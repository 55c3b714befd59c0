import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { agents, me } from '../api/query'
import { Button } from '../ui/button'
import { said } from '../ui/trouble'
import { t } from '../words/catalogue'
import { useDesk } from './desk'
import { draftWord } from './draft-name'
import { LastLook } from './last-look'
import { type Speakers, speakersOf } from './speaker'
import { nextStep, type Step } from './step'
import { useConsent } from './use-consent'

interface Props {
	/** Shows what is in the way, or where something has to be said. */
	onShow: (what: 'checked' | 'before') => void
}

/** NextButton says what stands between the draft and leading, and does it. */
export function NextButton({ onShow }: Props) {
	const desk = useDesk()
	const { check, checked, content } = desk
	const [looking, setLooking] = useState(false)
	const mine = useSpoken()
	const step = nextStep({
		check,
		accepted: content.accepted,
		why: content.why,
		objective: content.objective,
		mine,
	})
	const department = step && 'department' in step ? step.department : ''
	const consent = useConsent(department)
	const lead = useLead()
	if (!step || !desk.name) return null
	const name = desk.vocabulary.name(department)
	const whom = whomWord(consent.speakers, name)
	const run: Record<Step['do'], (() => void) | undefined> = {
		fix: () => onShow('checked'),
		settle: () => onShow('checked'),
		explain: () => onShow('before'),
		ask: desk.may ? consent.ask : undefined,
		sign: consent.sign,
		wait: undefined,
		lead: desk.may ? () => setLooking(true) : undefined,
	}
	const word = {
		fix: t('policy.next.fix', { n: 'n' in step ? step.n : 0 }),
		settle: t('policy.next.settle', { n: 'n' in step ? step.n : 0 }),
		explain: t('policy.next.explain'),
		ask: t('policy.next.ask', { name: whom }),
		sign: t('policy.next.sign', { name }),
		wait: t('policy.next.wait', { name: whom }),
		lead: t('policy.next.lead', { draft: draftWord(desk.name) }),
	}[step.do]
	const act = run[step.do]
	const { error } = consent
	return (
		<>
			<Button
				look={step.do === 'lead' || step.do === 'ask' || step.do === 'sign' ? 'act' : 'plain'}
				{...(step.do === 'wait' && { icon: 'offered' as const })}
				disabled={!act || !checked || consent.busy}
				onClick={act}
			>
				{word}
			</Button>
			<LastLook
				open={looking && step.do === 'lead'}
				onClose={() => setLooking(false)}
				onLead={() => lead.mutate()}
				busy={lead.isPending}
				error={lead.error}
			/>
			{error && (
				<p role="alert" className="w-full text-12 text-late">
					<b>{said(error).what}</b> {said(error).how}
				</p>
			)}
		</>
	)
}

/** whomWord names the one person who may sign for a department, else the department. */
function whomWord({ people: [one, other] }: Speakers, name: string): string {
	return one && !other ? t('policy.personFor', { person: one.name, name }) : name
}

/** useSpoken are the departments that whoever reads may sign for. */
function useSpoken(): string[] {
	const { leads, content } = useDesk()
	const { data: who } = useQuery(me)
	const { data: all } = useQuery(agents)
	const sources = { leads: leads.source, draft: content.source }
	return (who?.agent.departments ?? []).filter((d) =>
		speakersOf(d, sources, all?.items ?? []).people.some((a) => a.id === who?.agent.id),
	)
}

/** useLead puts the draft into force, as it is kept. */
function useLead() {
	const { name, content, leads, flush, version } = useDesk()
	const queries = useQueryClient()
	const go = useNavigate()
	return useMutation({
		mutationFn: async () => {
			await flush()
			const { source, why, objective, accepted } = content
			return ask(
				api.POST('/api/v1/policies', {
					body: {
						source,
						why,
						objective,
						accepted,
						draft: name,
						draft_version: version(),
						replaces: leads.hash,
					},
				}),
			)
		},
		onSuccess: async () => {
			queries.removeQueries({ queryKey: ['policy', 'draft', name] })
			await go({ to: '/policy', search: { draft: '' } })
			await queries.invalidateQueries({ queryKey: ['policy'] })
		},
	})
}
