using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Finds a threshold of compression that makes no sense.</summary>
internal sealed class SessionCompressionOptionsValidator : IValidateOptions<SessionCompressionOptions>
{
    public ValidateOptionsResult Validate(string? name, SessionCompressionOptions options) =>
        options.Threshold >= 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail($"Compression.Threshold is {options.Threshold}; it must be at least 0, which compresses everything.");
}
