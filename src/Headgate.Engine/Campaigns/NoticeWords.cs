using System.Collections.Frozen;

namespace Headgate.Engine;

/// <summary>What stands before the links at the end of a notice, where its text has no place for them; and what their pages say.</summary>
public sealed record NoticeWords(string Language, string Objecting, string Read, string Unsubscribe, string Done, string Over)
{
    private static readonly FrozenDictionary<string, NoticeWords> All = new NoticeWords[]
    {
        new("en", "Object, without signing in and without giving a reason:", "Read this on the web:", "Get no more messages of this kind:", "Done. You can close this page.", "This link is not valid, or no longer."),
        new("de", "Widersprechen, ohne Anmeldung und ohne Angabe von Gründen:", "Diese Mitteilung im Netz lesen:", "Keine Nachrichten dieser Art mehr erhalten:", "Erledigt. Sie können diese Seite schließen.", "Dieser Link gilt nicht, oder nicht mehr."),
        new("fr", "Vous opposer, sans vous connecter et sans donner de raison :", "Lire ce message en ligne :", "Ne plus recevoir de messages de ce type :", "C’est fait. Vous pouvez fermer cette page.", "Ce lien n’est pas valable, ou ne l’est plus."),
        new("es", "Oponerse, sin iniciar sesión y sin dar motivos:", "Leer este mensaje en la web:", "No recibir más mensajes de este tipo:", "Hecho. Puede cerrar esta página.", "Este enlace no es válido, o ya no lo es."),
        new("it", "Opporsi, senza accedere e senza indicare motivi:", "Leggere questo messaggio sul web:", "Non ricevere più messaggi di questo tipo:", "Fatto. Può chiudere questa pagina.", "Questo link non è valido, o non lo è più."),
        new("nl", "Bezwaar maken, zonder in te loggen en zonder reden:", "Dit bericht op het web lezen:", "Geen berichten van deze soort meer ontvangen:", "Klaar. U kunt deze pagina sluiten.", "Deze link is niet geldig, of niet meer."),
    }.ToFrozenDictionary(words => words.Language, StringComparer.OrdinalIgnoreCase);

    /// <summary>In a language, or in English.</summary>
    public static NoticeWords In(string language) => All.GetValueOrDefault(language.Split('-', '_')[0]) ?? All["en"];
}
