using FsCheck;
using FsCheck.Fluent;

namespace AccelSim.TestKit;

/// <summary>Runs a property with a pinned seed, so that a law is the same test on every machine.</summary>
public static class Law
{
    /// <summary>Checks <paramref name="holds"/> on <paramref name="count"/> generated values; the failing value is shrunk and shown.</summary>
    /// <param name="values">Generator (and shrinker) of the law's subject.</param>
    /// <param name="holds">The law: true, or an assertion that throws.</param>
    /// <param name="seed">Pinned seed; change it only to explore.</param>
    /// <param name="count">How many cases.</param>
    public static void Holds<T>(Arbitrary<T> values, Func<T, bool> holds, ulong seed = 20261121, int count = 200) =>
        Prop.ForAll(values, holds).Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay(seed, 1UL | 1));

    /// <inheritdoc cref="Holds{T}(Arbitrary{T}, Func{T, bool}, ulong, int)"/>
    public static void Holds<T>(Gen<T> values, Func<T, bool> holds, ulong seed = 20261121, int count = 200) =>
        Holds(values.ToArbitrary(), holds, seed, count);

    /// <summary>A law stated with assertions: it holds unless <paramref name="check"/> throws.</summary>
    public static void Holds<T>(Gen<T> values, Action<T> check, ulong seed = 20261121, int count = 200) =>
        Holds(values.ToArbitrary(), value => { check(value); return true; }, seed, count);
}
