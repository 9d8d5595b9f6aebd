using System.CommandLine;
using Azu.Sessions;

namespace Azu.Cli;

/// <summary><c>azu session:secret</c>: checks the secret, or writes a new one to <c>.env</c>. It never shows one.</summary>
internal static class SessionSecretCommand
{
    public static Command Create(CommandShell shell)
    {
        var isNew = new Option<bool>("--new") { Description = "Write a new secret to .env, and add .env to .gitignore" };
        var force = new Option<bool>("--force", "-f") { Description = "With --new: replace the secret in .env. This signs out all users" };
        var command = new Command("session:secret", "Check SESSION_SECRET and show its fingerprint, as the application logs it. With --new, write a new secret. The secret itself is never shown.") { isNew, force };
        return shell.Define(command, run => Task.FromResult(run.Arguments.GetValue(isNew) ? Make(run, run.Arguments.GetValue(force)) : Check(run)),
            "azu session:secret", "azu session:secret --new");
    }

    private static int Check(CommandRun run)
    {
        var secret = run.Variables.Read(Variables.Secret) ?? throw new CliException(ExitCode.Usage, SecretMessage.Missing);
        var fingerprint = SessionSecrets.Fingerprint(secret);
        var source = run.Variables.IsInEnvironment(Variables.Secret) ? "the environment" : DotEnv.FileName;
        run.Output.Json(json =>
        {
            json.WriteString("fingerprint", fingerprint);
            json.WriteString("source", source);
        });
        run.Output.Done($"{Variables.Secret} is good. Fingerprint {fingerprint}, from {source}");
        return ExitCode.Done;
    }

    private static int Make(CommandRun run, bool isForced)
    {
        var file = new EnvironmentFile(new TextFile(Path.Combine(run.Environment.Directory, DotEnv.FileName)));
        if (file.Has(Variables.Secret) && !isForced)
            throw new CliException(ExitCode.Failed, $"{DotEnv.FileName} has a {Variables.Secret} already. A new one makes every cookie invalid and signs out all users. Replace it with --force.");
        var isIgnored = GitIgnore.Ensure(new TextFile(Path.Combine(run.Environment.Directory, GitIgnore.FileName)), [DotEnv.FileName]) == FileChange.Unchanged;
        var secret = SessionSecrets.Generate();
        file.Set(Variables.Secret, secret, isPrivate: true);
        var fingerprint = SessionSecrets.Fingerprint(secret);
        run.Output.Json(json =>
        {
            json.WriteString("fingerprint", fingerprint);
            json.WriteString("source", DotEnv.FileName);
        });
        if (!isIgnored) run.Output.Line(".gitignore now ignores .env.");
        run.Output.Done($"Wrote a new {Variables.Secret} to {DotEnv.FileName}. Fingerprint {fingerprint}");
        if (run.Variables.IsInEnvironment(Variables.Secret)) run.Output.Warn($"{Variables.Secret} is also set in the environment, which goes before {DotEnv.FileName}.");
        return ExitCode.Done;
    }
}
