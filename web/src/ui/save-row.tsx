import { t } from '../words/catalogue'
import { Button } from './button'

/** SaveRow stands at the foot of a form of settings, and says once they are kept. */
export function SaveRow({ busy, kept }: { busy: boolean; kept: boolean }) {
	return (
		<div className="flex items-center gap-3">
			<Button look="act" size="large" type="submit" disabled={busy}>
				{t('frame.save')}
			</Button>
			<span role="status" className="text-good">
				{kept && t('frame.saved')}
			</span>
		</div>
	)
}
