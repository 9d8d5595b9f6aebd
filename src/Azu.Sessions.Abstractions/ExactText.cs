using System.Runtime.CompilerServices;
using System.Text;

namespace Azu.Sessions;

/// <summary>
/// Text that is compared: subjects, index names and values. Half a surrogate pair has no UTF-8, and would be replaced on the way to a store: two
/// subjects would become one.
/// </summary>
public static class ExactText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Returns <paramref name="text"/> as it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">How the caller calls it.</param>
    /// <exception cref="ArgumentException">It is not valid Unicode: it holds half a surrogate pair.</exception>
    /// <exception cref="ArgumentNullException">It is null.</exception>
    public static string Check(string text, [CallerArgumentExpression(nameof(text))] string? name = null)
    {
        ArgumentNullException.ThrowIfNull(text, name);
        try
        {
            _ = s_strict.GetByteCount(text);
            return text;
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("The text is not valid Unicode: it holds half a surrogate pair. Two different texts would become the same in a store.",
                name, e);
        }
    }
}
