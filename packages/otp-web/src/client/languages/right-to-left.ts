/** Languages that are written from right to left. */
import type { OtpClientLanguages } from '../client-words.ts';

/** Arabic: `ar`. */
export const arabic: OtpClientLanguages = {
  ar: {
    sendAgain: 'إعادة الإرسال',
    sendNewCode: 'إرسال رمز جديد',
    edit: 'تعديل',
    invalidNumber: 'هذا ليس رقم هاتف. تحقّق من البلد والأرقام.',
    numberNotAllowed: 'لا نرسل رموزًا إلى هذا الرقم. استخدم رقمًا آخر.',
    notSent: 'تعذّر إرسال الرمز. تحقّق من الرقم أو استخدم رقمًا آخر.',
    wrongCode: 'هذا ليس الرمز الصحيح. المحاولات المتبقية: {attemptsLeft}.',
    lastTry: 'هذا ليس الرمز الصحيح، وكانت المحاولة الأخيرة. اختر «{sendNewCode}».',
    codeIsOver: 'لم يعد هذا الرمز صالحًا. اختر «{sendNewCode}».',
    noCode: 'هذا ليس رمزًا. اكتب الأرقام الواردة في الرسالة.',
    notChecked: 'تعذّر التحقق من الرمز. حاول مرة أخرى أو اختر «{sendNewCode}».',
    sentJustNow: 'أُرسل رمز قبل لحظات. يمكنك إعادة الإرسال {when}.',
    tooManyCodes: 'أُرسلت رموز كثيرة إلى هذا الرقم. حاول {when} أو استخدم رقمًا آخر.',
    tooManyRequests: 'محاولات كثيرة. حاول مجددًا {when}.',
    locked: 'رموز خاطئة كثيرة لهذا الرقم. حاول مجددًا {when}.',
    lockedForGood: 'هذا الرقم مقفل بعد رموز خاطئة كثيرة. يُرجى التواصل معنا.',
    unavailable: 'يتعذّر إرسال الرسائل الآن. حاول مجددًا {when}.',
    unreachable: 'تعذّر الوصول إلينا. تحقّق من اتصالك وحاول مجددًا.',
    somethingWrong: 'حدث خطأ من جانبنا. حاول مجددًا.',
  },
};

/** Hebrew: `he`. */
export const hebrew: OtpClientLanguages = {
  he: {
    sendAgain: 'שליחה חוזרת',
    sendNewCode: 'שליחת קוד חדש',
    edit: 'עריכה',
    invalidNumber: 'זה אינו מספר טלפון. בדקו את המדינה ואת הספרות.',
    numberNotAllowed: 'איננו שולחים קודים למספר הזה. השתמשו במספר אחר.',
    notSent: 'לא ניתן היה לשלוח את הקוד. בדקו את המספר או השתמשו במספר אחר.',
    wrongCode: 'זה אינו הקוד. ניסיונות שנותרו: {attemptsLeft}.',
    lastTry: 'זה אינו הקוד, וזה היה הניסיון האחרון. בחרו ”{sendNewCode}“.',
    codeIsOver: 'הקוד הזה כבר אינו תקף. בחרו ”{sendNewCode}“.',
    noCode: 'זה אינו קוד. הקלידו את הספרות מההודעה.',
    notChecked: 'לא ניתן היה לבדוק את הקוד. נסו פעם נוספת או בחרו ”{sendNewCode}“.',
    sentJustNow: 'קוד נשלח לפני רגע. ניתן לשלוח שוב {when}.',
    tooManyCodes: 'נשלחו יותר מדי קודים למספר הזה. נסו {when} או השתמשו במספר אחר.',
    tooManyRequests: 'יותר מדי ניסיונות. נסו שוב {when}.',
    locked: 'יותר מדי קודים שגויים למספר הזה. נסו שוב {when}.',
    lockedForGood: 'המספר הזה נעול לאחר יותר מדי קודים שגויים. פנו אלינו.',
    unavailable: 'לא ניתן לשלוח הודעות כרגע. נסו שוב {when}.',
    unreachable: 'לא ניתן להתחבר אלינו. בדקו את החיבור ונסו שוב.',
    somethingWrong: 'משהו השתבש אצלנו. נסו שוב.',
  },
};
