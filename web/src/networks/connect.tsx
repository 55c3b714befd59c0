import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { api, ask } from '../api/client'
import { isMissing } from '../api/problem'
import { Heading } from '../app/heading'
import { Missing } from '../app/missing'
import { company as companyNow } from '../sample/api'
import { Button } from '../ui/button'
import { Group, Segments } from '../ui/choose'
import { TextField } from '../ui/field'
import { Trouble } from '../ui/trouble'
import { t } from '../words/catalogue'
import { About, StepsBefore } from './about'
import { check, type Form, network } from './api'
import { configOf, isPlaced, missing, wrongWith } from './config'
import { InTheWay, standsInTheWay } from './end-practice'
import { handleOf, prefill } from './prefill'
import { Settings } from './settings'
import { Tested } from './test-connection'
import { bodyOf, unsaid, Voice } from './voice'
import '../words/en/networks'

const route = getRouteApi('/framed/networks/new/$network')

/** ConnectPage connects an account on a network nobody here has to know: everything comes from its Spec. */
export function ConnectPage() {
	const { network: key } = route.useParams()
	const { data, error, refetch } = useQuery(network(key))
	if (isMissing(error)) return <Missing title={t('networks.unknown')}>{t('networks.unknownHint')}</Missing>
	if (error) return <Trouble error={error} again={() => void refetch()} className="m-8" />
	if (!data) return null
	return <Connect key={key} form={data} />
}

const random = () => crypto.randomUUID()

export function Connect({ form }: { form: Form }) {
	const [values, setValues] = useState(() => prefill(form, location.origin, random))
	const { data: company } = useQuery(companyNow)
	const practice = form.key === 'practice'
	const [typed, setHandle] = useState<string>()
	const handle = typed ?? (practice ? handleOf(company?.name ?? '') : '')
	const [said, setSaid] = useState(unsaid)
	const [state, setState] = useState<'listen' | 'live'>('listen')
	const [empty, setEmpty] = useState<Record<string, string>>({})
	const queries = useQueryClient()
	const navigate = useNavigate()
	const config = () => configOf(form, values)
	const test = useMutation({ mutationFn: () => check(form.key, config()) })
	const create = useMutation({
		mutationFn: () =>
			ask(
				api.POST('/api/v1/accounts', {
					body: {
						network: form.key,
						config: config(),
						state,
						check: !handle.trim(), // without a handle the network is asked whose it is
						...bodyOf(said),
						...(handle.trim() && { handle: handle.trim() }),
					},
				}),
			),
		onSuccess: async (made) => {
			await queries.invalidateQueries({ queryKey: ['accounts'] })
			await navigate({ to: '/networks/$account', params: { account: made.id } })
		},
	})
	const failed = create.error ?? test.error
	const wrong = (name: string) => empty[name] ?? wrongWith(failed, name)
	const fields = [
		...(form.fields ?? []).map((f) => f.name),
		'handle',
		'name',
		'state',
		'accountable',
		'brand_id',
	]
	const complete = () => {
		const found = missing(form, values, { kept: false })
		setEmpty(found)
		return Object.keys(found).length === 0
	}
	const posts = form.text !== undefined
	const asksHandle = form.key !== 'feed' // a feed is known by its address, and nobody is called by it

	return (
		<form
			noValidate
			className="mx-auto flex max-w-[640px] flex-col gap-6 p-4 rail:p-8"
			onSubmit={(e) => {
				e.preventDefault()
				test.reset()
				if (complete()) create.mutate()
			}}
		>
			<div>
				<Heading>{t('networks.connectTo', { name: form.name })}</Heading>
				<p className="mt-0.5 text-14 text-ink-2">{form.summary}</p>
			</div>
			<StepsBefore form={form} />
			<Settings form={form} values={values} onChange={setValues} wrong={wrong} kept={false} />
			{asksHandle && (
				<TextField
					label={t('networks.handle')}
					name="handle"
					value={handle}
					autoComplete="off"
					spellCheck={false}
					help={t(practice ? 'networks.practiceHandleHelp' : 'networks.handleHelp')}
					error={wrong('handle')}
					onChange={(e) => setHandle(e.target.value)}
				/>
			)}
			<Voice said={said} onChange={setSaid} wrong={wrong} />
			{posts && (
				<Group label={t('networks.begin')} error={wrong('state')}>
					<Segments
						label={t('networks.begin')}
						value={state}
						options={(['listen', 'live'] as const).map((s) => ({
							value: s,
							label: t(`networks.begin.${s}`),
						}))}
						onChange={setState}
					/>
					<p className="text-12 text-ink-3">{t('networks.beginHelp')}</p>
				</Group>
			)}
			<Tested test={test} fields={fields} />
			{create.error && !standsInTheWay(create.error) && !isPlaced(create.error, fields) && (
				<Trouble error={create.error} />
			)}
			{standsInTheWay(create.error) && <InTheWay error={create.error} then={() => create.mutate()} />}
			<div className="flex flex-wrap gap-2">
				<Button look="act" size="large" type="submit" disabled={create.isPending}>
					{t('networks.create')}
				</Button>
				{!practice && (
					<Button
						size="large"
						disabled={test.isPending}
						onClick={() => {
							create.reset()
							if (complete()) test.mutate()
						}}
					>
						{t('networks.test')}
					</Button>
				)}
			</div>
			<About form={form} />
		</form>
	)
}
