using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;

namespace Shop;

public sealed record Customer(string UserName, string DisplayName, string Email, string? Role = null);

/// <summary>Who may sign in. A real shop has a database here; the demonstration forgets when it stops.</summary>
public sealed class Accounts
{
    /// <summary>The role of an account that looks after the shop.</summary>
    public const string Operator = "operator";

    /// <summary>The demo accounts, shown on the sign-in page.</summary>
    public static IReadOnlyList<(string UserName, string Password)> Demo { get; } =
        [("ada", "analytical"), ("grace", "nanosecond"), ("linus", "penguin"), ("katherine", "trajectory")];

    private readonly PasswordHasher<string> _hasher = new();
    private readonly ConcurrentDictionary<string, Customer> _customers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _passwords = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _nobody;

    public Accounts()
    {
        Add(Demo[0], "Ada Lovelace");
        Add(Demo[1], "Grace Hopper");
        Add(Demo[2], "Linus Torvalds");
        Add(Demo[3], "Katherine Johnson", Operator);
        _nobody = _hasher.HashPassword("", "nobody's password");
    }

    public Customer? Find(string? userName) => userName is null ? null : _customers.GetValueOrDefault(userName);

    /// <summary>The customer whose password it is. An unknown name takes as long as a wrong password, so that it cannot be told from one.</summary>
    public Customer? Check(string userName, string password)
    {
        var isRight = _hasher.VerifyHashedPassword(userName, _passwords.GetValueOrDefault(userName, _nobody), password) != PasswordVerificationResult.Failed;
        return isRight ? Find(userName) : null;
    }

    public void Save(Customer customer) => _customers[customer.UserName] = customer;

    private void Add((string UserName, string Password) demo, string displayName, string? role = null)
    {
        _passwords[demo.UserName] = _hasher.HashPassword(demo.UserName, demo.Password);
        Save(new(demo.UserName, displayName, $"{demo.UserName}@example.com", role));
    }
}
