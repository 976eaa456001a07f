/** Japanese. */
import type { OtpClientLanguages } from '../client-words.ts';

/** Japanese: `ja`. */
export const japanese: OtpClientLanguages = {
  ja: {
    sendAgain: '再送する',
    sendNewCode: '新しいコードを送る',
    edit: '変更',
    invalidNumber: '電話番号として正しくありません。国と数字を確認してください。',
    numberNotAllowed: 'この番号にはコードを送れません。別の番号を使ってください。',
    notSent: 'コードを送れませんでした。番号を確認するか、別の番号を使ってください。',
    wrongCode: 'コードが違います。残りの回数：{attemptsLeft}。',
    lastTry: 'コードが違います。これが最後の回でした。「{sendNewCode}」を押してください。',
    codeIsOver: 'このコードはもう使えません。「{sendNewCode}」を押してください。',
    noCode: 'コードではありません。メッセージにある数字を入力してください。',
    notChecked: 'コードを確認できませんでした。もう一度試すか、「{sendNewCode}」を押してください。',
    sentJustNow: 'コードを送ったばかりです。{when}に再送できます。',
    tooManyCodes: 'この番号に送ったコードが多すぎます。{when}に試すか、別の番号を使ってください。',
    tooManyRequests: '回数が多すぎます。{when}に試してください。',
    locked: 'この番号では誤ったコードが多すぎます。{when}に試してください。',
    lockedForGood: '誤ったコードが多すぎたため、この番号はロックされています。お問い合わせください。',
    unavailable: '現在メッセージを送れません。{when}に試してください。',
    unreachable: '接続できません。通信状態を確認して、もう一度お試しください。',
    somethingWrong: 'こちらで問題が起きました。もう一度お試しください。',
  },
};
