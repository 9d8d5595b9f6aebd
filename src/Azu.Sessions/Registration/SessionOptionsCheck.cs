using Microsoft.Extensions.Options;

namespace Azu.Sessions;

/// <summary>Has the options of one session type checked when they are first used, which is at start-up.</summary>
internal sealed class SessionOptionsCheck(string optionsName) : IValidateOptions<AzuSessionsOptions>
{
    public ValidateOptionsResult Validate(string? name, AzuSessionsOptions options)
    {
        if (name != optionsName) return ValidateOptionsResult.Skip;
        var errors = SessionOptionsValidator.Validate(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
