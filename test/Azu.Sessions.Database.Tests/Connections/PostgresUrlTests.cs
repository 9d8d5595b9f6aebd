using Npgsql;

namespace Azu.Sessions.Database.Tests;

public sealed class PostgresUrlTests
{
    [Theory]
    [InlineData("postgresql://db.example.com/shop", "Host=db.example.com;Database=shop")]
    [InlineData("postgres://alice:s3cret@db:6543/shop", "Host=db;Port=6543;Username=alice;Password=s3cret;Database=shop")]
    [InlineData("POSTGRESQL://alice@db", "Host=db;Username=alice")]
    [InlineData("postgresql://al%40ice:p%2Fw%3A%25@db/sh%20op", "Host=db;Username=al@ice;Password=p/w:%;Database=sh op")]
    [InlineData("postgresql://alice:@db", "Host=db;Username=alice;Password=")]
    [InlineData("postgresql://[::1]:6543/shop", "Host=[::1];Port=6543;Database=shop")]
    [InlineData("postgresql://one:1,two:2/shop?target_session_attrs=primary", "Host=one:1,two:2;Database=shop;Target Session Attributes=primary")]
    [InlineData("postgresql://db/shop?sslmode=require&application_name=my%20shop&connect_timeout=3",
        "Host=db;Database=shop;SSL Mode=Require;Application Name=my shop;Timeout=3")]
    [InlineData("postgresql://db/shop?sslmode=verify-full", "Host=db;Database=shop;SSL Mode=VerifyFull")]
    [InlineData("postgresql://db/shop?Maximum%20Pool%20Size=7", "Host=db;Database=shop;Maximum Pool Size=7")]
    [InlineData("postgresql://?host=db&dbname=shop&user=alice&password=s3cret&port=6543", "Host=db;Database=shop;Username=alice;Password=s3cret;Port=6543")]
    [InlineData("postgresql:///shop?host=%2Fvar%2Frun%2Fpostgresql", "Host=/var/run/postgresql;Database=shop")]
    public void A_url_says_what_its_pairs_say(string url, string pairs) =>
        Assert.Equal(Sorted(new NpgsqlConnectionStringBuilder(pairs)), Sorted(PostgresUrl.Parse(url)));

    [Theory]
    [InlineData("postgresql:db", "//")]
    [InlineData("postgresql://", "no host")]
    [InlineData("postgresql:///shop", "no host")]
    [InlineData("postgresql://alice:s3cret@db:port/shop", "port")]
    [InlineData("postgresql://alice:s3cret@db:99999/shop", "port")]
    [InlineData("postgresql://alice:s3/cret@db/shop", "%2F")]
    [InlineData("postgresql://alice:5/s3cret@db/shop", "%2F")]
    [InlineData("postgresql://alice:s3?cret@db/shop", "%3F")]
    [InlineData("postgresql://alice:s3@cret@db/shop", "%40")]
    [InlineData("postgresql://alice:s3#cret@db/shop", "%23")]
    [InlineData("postgresql://alice:s3%cret@db/shop", "%25")]
    [InlineData("postgresql://alice:s3cret@db/shop?sslmode=perhaps", "sslmode")]
    [InlineData("postgresql://alice:s3cret@db/shop?colour=s3cret", "colour")]
    [InlineData("postgresql://alice:s3cret@[::1/shop", "]")]
    public void A_url_that_is_wrong_is_refused_with_the_reason_and_without_the_password(string url, string reason)
    {
        var refusal = Assert.Throws<FormatException>(() => ConnectionText.Open(url));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", refusal.ToString(), StringComparison.Ordinal);
    }

    // The order of the pairs is not what is compared.
    private static IEnumerable<string> Sorted(NpgsqlConnectionStringBuilder parts) => parts.ConnectionString.Split(';').Order(StringComparer.Ordinal);
}
