namespace AccelSim.Engine;

/// <summary>Totally ordered: of two that differ, one goes before the other.</summary>
/// <typeparam name="T">Itself.</typeparam>
public interface IPrecedes<T>
    where T : struct
{
    /// <summary>True when this goes before <paramref name="other"/>.</summary>
    bool Precedes(in T other);
}
