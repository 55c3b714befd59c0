import { useLater } from '../ui/later'
import { t } from '../words/catalogue'

const lines = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

/** Skeleton has the size of the rows that are to come. It is not shown for what comes at once. */
export function Skeleton({ name }: { name: string }) {
	if (!useLater(true, 300)) return null
	return (
		<div role="status" className="px-4 pt-7">
			<span className="sr-only">{t('inbox.loading', { view: name })}</span>
			{lines.map((key) => (
				<div
					key={key}
					aria-hidden="true"
					className="grid h-(--row) grid-cols-[20px_minmax(0,1fr)] gap-x-[9px] pt-[9px]"
				>
					<span className="size-4 rounded-full bg-hover" />
					<span className="flex flex-col gap-2">
						<span className="h-3.5 w-2/5 rounded-tag bg-hover" />
						<span className="h-3 w-11/12 rounded-tag bg-hover" />
						<span className="h-3 w-3/5 rounded-tag bg-hover in-data-[density=compact]:hidden" />
					</span>
				</div>
			))}
		</div>
	)
}
