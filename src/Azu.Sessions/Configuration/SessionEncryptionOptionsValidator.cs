using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Finds algorithms that do not exist, or that would write what they could not read. Each message names the setting and says what to change.</summary>
internal sealed class SessionEncryptionOptionsValidator : IValidateOptions<SessionEncryptionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionEncryptionOptions options) => Mistakes(options).ToResult();

    private static IEnumerable<string> Mistakes(SessionEncryptionOptions o)
    {
        if (!Enum.IsDefined(o.Algorithm)) yield return OptionsMistakes.Unknown("Encryption.Algorithm", o.Algorithm);
        foreach (var accepted in o.AcceptedAlgorithms.Where(a => !Enum.IsDefined(a))) yield return OptionsMistakes.Unknown("Encryption.AcceptedAlgorithms",
            accepted);
        if (o.AcceptedAlgorithms.Count > 0 && !o.AcceptedAlgorithms.Contains(o.Algorithm))
            yield return $"Encryption.Algorithm is {o.Algorithm}, which Encryption.AcceptedAlgorithms does not contain: what is encrypted could not be " +
                "decrypted. Add it there.";
    }
}
