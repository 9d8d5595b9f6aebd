using StackExchange.Redis;

namespace Azu.Sessions.Redis.Tests;

/// <summary>What an application may write to say where Redis is.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("localhost:6379", "localhost:6379")]
    [InlineData("redis://localhost", "localhost:6379")]
    [InlineData("redis://localhost:7000", "localhost:7000")]
    [InlineData("REDIS://LOCALHOST:7000/", "localhost:7000")]
    [InlineData("redis://10.0.0.7:7000", "10.0.0.7:7000")]
    [InlineData("redis://[::1]:7000", "[::1]:7000")]
    [InlineData("rediss://cache.example.com", "cache.example.com:6379")]
    [InlineData("one:6379,two:6380", "one:6379,two:6380")]
    public void An_address_names_its_servers(string address, string expected)
    {
        var options = RedisAddress.Parse(address);
        Assert.Equal(expected, string.Join(',', options.EndPoints.Select(e => Text(e))), ignoreCase: true);
        Assert.Equal(address.StartsWith("rediss", StringComparison.Ordinal), options.Ssl);
        Assert.False(options.AbortOnConnectFail);
    }

    [Theory]
    [InlineData("redis://:secret@localhost", "secret")]
    [InlineData("redis://default:secret@localhost", "secret")]
    [InlineData("redis://:p%40ss%2C%3A%2F%25%23@localhost", "p@ss,:/%#")]
    [InlineData("redis://:a:b@localhost", "a:b")]
    [InlineData("localhost:6379,password=secret", "secret")]
    [InlineData("redis://localhost", null)]
    public void A_password_is_taken_as_it_is_meant(string address, string? expected) => Assert.Equal(expected, RedisAddress.Parse(address).Password);

    [Theory]
    [InlineData("redis://localhost/3", 3)]
    [InlineData("redis://:secret@localhost:7000/0", 0)]
    [InlineData("redis://localhost/", null)]
    [InlineData("localhost:6379,defaultDatabase=5", 5)]
    public void A_database_is_a_number_behind_the_slash(string address, int? expected) => Assert.Equal(expected, RedisAddress.Parse(address).DefaultDatabase);

    [Fact]
    public void The_name_in_a_certificate_is_the_host_of_the_URL() =>
        Assert.Equal("cache.example.com", RedisAddress.Parse("rediss://cache.example.com:7000").SslHost);

    [Fact]
    public void What_a_configuration_string_says_is_left_as_it_is()
    {
        var options = RedisAddress.Parse("localhost:6379,abortConnect=true,connectTimeout=1234,configCheckSeconds=30");
        Assert.True(options.AbortOnConnectFail);
        Assert.Equal((1234, 30), (options.ConnectTimeout, options.ConfigCheckSeconds));
    }

    [Theory]
    [InlineData("redis://", "host")]
    [InlineData("redis://:hunter2@", "cannot be understood")]
    [InlineData("redis://:hun@ter2@host:port", "percent signs")]
    [InlineData("redis://:hunter2@localhost/first", "number of a database")]
    [InlineData("redis://:hunter2@localhost?timeout=5", "configuration string")]
    [InlineData("redis://one:hunter2,two:6379", "cannot be understood")]
    [InlineData("redis+sentinel://:hunter2@localhost", "redis+sentinel:// is not known")]
    [InlineData("http://hunter2@localhost", "http:// is not known")]
    [InlineData("localhost:6379,password=hunter2,nonsense=1", "nonsense")]
    [InlineData("localhost:99999,password=hunter2", "port")]
    [InlineData("localhost:port,password=hunter2", "names no server")]
    public void What_cannot_be_understood_is_refused_with_the_reason_and_without_the_password(string address, string reason)
    {
        var thrown = Assert.ThrowsAny<ArgumentException>(() => RedisAddress.Parse(address));
        Assert.Contains(reason, thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_empty_address_is_refused(string address) => Assert.ThrowsAny<ArgumentException>(() => RedisAddress.Parse(address));

    [Theory]
    [InlineData("redis://app:hunter2@localhost", "app")]
    [InlineData("redis://a%2Cb:hunter2@localhost", "a,b")]
    [InlineData("localhost:6379,user=app,password=hunter2", "app")]
    public void A_user_name_is_handed_to_the_client(string address, string user)
    {
        var options = RedisAddress.Parse(address);
        Assert.Equal((user, "hunter2"), (options.User, options.Password));
    }

    /// <summary>By itself the client would wait for a silent server for a minute, and longer after each attempt that failed.</summary>
    [Theory]
    [InlineData(0, 499, false)]
    [InlineData(0, 500, true)]
    [InlineData(1, 999, false)]
    [InlineData(1, 1_000, true)]
    [InlineData(2, 1_999, false)]
    [InlineData(2, 2_000, true)]
    [InlineData(3, 2_499, false)]
    [InlineData(3, 2_500, true)]
    [InlineData(1_000, 2_499, false)]
    [InlineData(1_000, 2_500, true)]
    public void A_connection_is_tried_again_within_seconds_however_often_it_failed(long failed, int elapsedMilliseconds, bool again) =>
        Assert.Equal(again, RedisAddress.Parse("localhost").ReconnectRetryPolicy.ShouldRetry(failed, elapsedMilliseconds));

    [Fact]
    public void No_pause_is_longer_than_half_the_time_to_connect() =>
        Assert.True(RedisAddress.Parse("localhost,connectTimeout=600").ReconnectRetryPolicy.ShouldRetry(0, 300));

    [Fact]
    public void A_silent_server_is_asked_after_three_seconds()
    {
        Assert.Equal(3, RedisAddress.Parse("localhost").KeepAlive);
        Assert.Equal(30, RedisAddress.Parse("localhost,keepAlive=30").KeepAlive);
    }

    [Fact]
    public void While_there_is_no_connection_a_call_fails_at_once() =>
        Assert.Same(StackExchange.Redis.BacklogPolicy.FailFast, RedisAddress.Parse("localhost").BacklogPolicy);

    private static string Text(System.Net.EndPoint endPoint) => endPoint switch
    {
        System.Net.DnsEndPoint dns => $"{dns.Host}:{dns.Port}",
        _ => endPoint.ToString()!,
    };
}
