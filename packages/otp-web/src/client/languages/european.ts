/** Languages of Europe and the Americas. */
import type { OtpClientLanguages } from '../client-words.ts';

/** German: `de`. */
export const german: OtpClientLanguages = {
  de: {
    sendAgain: 'Erneut senden',
    sendNewCode: 'Neuen Code senden',
    edit: 'Ändern',
    invalidNumber: 'Das ist keine Telefonnummer. Bitte prüfen Sie Land und Ziffern.',
    numberNotAllowed: 'An diese Nummer senden wir keine Codes. Bitte nehmen Sie eine andere.',
    notSent: 'Der Code konnte nicht gesendet werden. Prüfen Sie die Nummer oder nehmen Sie eine andere.',
    wrongCode: 'Das ist nicht der Code. Verbleibende Versuche: {attemptsLeft}.',
    lastTry: 'Das ist nicht der Code, und es war der letzte Versuch. Nutzen Sie „{sendNewCode}“.',
    codeIsOver: 'Dieser Code gilt nicht mehr. Nutzen Sie „{sendNewCode}“.',
    noCode: 'Das ist kein Code. Tippen Sie die Ziffern aus der Nachricht ein.',
    notChecked: 'Der Code konnte nicht geprüft werden. Versuchen Sie es noch einmal, oder nutzen Sie „{sendNewCode}“.',
    sentJustNow: 'Eben wurde ein Code gesendet. Der nächste geht {when}.',
    tooManyCodes: 'An diese Nummer gingen zu viele Codes. Versuchen Sie es {when} oder mit einer anderen Nummer.',
    tooManyRequests: 'Zu viele Versuche. Bitte versuchen Sie es {when}.',
    locked: 'Zu viele falsche Codes für diese Nummer. Versuchen Sie es {when}.',
    lockedForGood: 'Diese Nummer ist nach zu vielen falschen Codes gesperrt. Bitte wenden Sie sich an uns.',
    unavailable: 'Zurzeit können keine Nachrichten gesendet werden. Bitte versuchen Sie es {when}.',
    unreachable: 'Wir sind nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
    somethingWrong: 'Bei uns ist etwas schiefgegangen. Bitte versuchen Sie es noch einmal.',
  },
};

/** French: `fr`. */
export const french: OtpClientLanguages = {
  fr: {
    sendAgain: 'Renvoyer',
    sendNewCode: 'Envoyer un nouveau code',
    edit: 'Modifier',
    invalidNumber: 'Ce n’est pas un numéro de téléphone. Vérifiez le pays et les chiffres.',
    numberNotAllowed: 'Nous n’envoyons pas de code à ce numéro. Utilisez-en un autre.',
    notSent: 'Le code n’a pas pu être envoyé. Vérifiez le numéro ou utilisez-en un autre.',
    wrongCode: 'Ce n’est pas le bon code. Essais restants : {attemptsLeft}.',
    lastTry: 'Ce n’est pas le bon code, et c’était le dernier essai. Utilisez « {sendNewCode} ».',
    codeIsOver: 'Ce code n’est plus valable. Utilisez « {sendNewCode} ».',
    noCode: 'Ce n’est pas un code. Saisissez les chiffres du message.',
    notChecked: 'Le code n’a pas pu être vérifié. Essayez encore une fois, ou utilisez « {sendNewCode} ».',
    sentJustNow: 'Un code vient d’être envoyé. Vous pourrez le renvoyer {when}.',
    tooManyCodes: 'Trop de codes ont été envoyés à ce numéro. Réessayez {when}, ou utilisez un autre numéro.',
    tooManyRequests: 'Trop d’essais. Réessayez {when}.',
    locked: 'Trop de codes erronés pour ce numéro. Réessayez {when}.',
    lockedForGood: 'Ce numéro est bloqué après trop de codes erronés. Veuillez nous contacter.',
    unavailable: 'L’envoi de messages est impossible pour le moment. Réessayez {when}.',
    unreachable: 'Nous sommes injoignables. Vérifiez votre connexion et réessayez.',
    somethingWrong: 'Un problème est survenu chez nous. Veuillez réessayer.',
  },
};

/** Spanish: `es`. */
export const spanish: OtpClientLanguages = {
  es: {
    sendAgain: 'Enviar otra vez',
    sendNewCode: 'Enviar un código nuevo',
    edit: 'Cambiar',
    invalidNumber: 'Eso no es un número de teléfono. Revisa el país y las cifras.',
    numberNotAllowed: 'No enviamos códigos a este número. Usa otro.',
    notSent: 'No se pudo enviar el código. Revisa el número o usa otro.',
    wrongCode: 'Ese no es el código. Intentos restantes: {attemptsLeft}.',
    lastTry: 'Ese no es el código, y era el último intento. Usa «{sendNewCode}».',
    codeIsOver: 'Este código ya no es válido. Usa «{sendNewCode}».',
    noCode: 'Eso no es un código. Escribe las cifras del mensaje.',
    notChecked: 'No pudimos comprobar el código. Inténtalo una vez más o usa «{sendNewCode}».',
    sentJustNow: 'Acabamos de enviar un código. Podrás enviarlo otra vez {when}.',
    tooManyCodes: 'Se enviaron demasiados códigos a este número. Inténtalo {when} o usa otro número.',
    tooManyRequests: 'Demasiados intentos. Inténtalo {when}.',
    locked: 'Demasiados códigos incorrectos para este número. Inténtalo {when}.',
    lockedForGood: 'Este número está bloqueado tras demasiados códigos incorrectos. Ponte en contacto con nosotros.',
    unavailable: 'Ahora mismo no se pueden enviar mensajes. Inténtalo {when}.',
    unreachable: 'No podemos conectar. Revisa tu conexión e inténtalo de nuevo.',
    somethingWrong: 'Algo ha fallado por nuestra parte. Inténtalo de nuevo.',
  },
};

/** Brazilian Portuguese: `pt-BR`, and whoever reads any Portuguese. */
export const brazilianPortuguese: OtpClientLanguages = {
  'pt-BR': {
    sendAgain: 'Enviar de novo',
    sendNewCode: 'Enviar um novo código',
    edit: 'Alterar',
    invalidNumber: 'Isso não é um número de telefone. Confira o país e os dígitos.',
    numberNotAllowed: 'Não enviamos códigos para este número. Use outro.',
    notSent: 'Não foi possível enviar o código. Confira o número ou use outro.',
    wrongCode: 'Esse não é o código. Tentativas restantes: {attemptsLeft}.',
    lastTry: 'Esse não é o código, e era a última tentativa. Use “{sendNewCode}”.',
    codeIsOver: 'Este código não vale mais. Use “{sendNewCode}”.',
    noCode: 'Isso não é um código. Digite os números da mensagem.',
    notChecked: 'Não foi possível conferir o código. Tente mais uma vez ou use “{sendNewCode}”.',
    sentJustNow: 'Um código acabou de ser enviado. Você poderá enviar de novo {when}.',
    tooManyCodes: 'Muitos códigos foram enviados para este número. Tente {when} ou use outro número.',
    tooManyRequests: 'Muitas tentativas. Tente de novo {when}.',
    locked: 'Muitos códigos errados para este número. Tente de novo {when}.',
    lockedForGood: 'Este número foi bloqueado depois de muitos códigos errados. Fale conosco.',
    unavailable: 'Não é possível enviar mensagens agora. Tente de novo {when}.',
    unreachable: 'Não conseguimos conectar. Confira sua conexão e tente de novo.',
    somethingWrong: 'Algo deu errado do nosso lado. Tente de novo.',
  },
};
