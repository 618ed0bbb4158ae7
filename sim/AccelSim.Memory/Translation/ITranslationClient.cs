namespace AccelSim.Memory;

/// <summary>Learns when addresses are known that were not when it asked.</summary>
public interface ITranslationClient
{
    /// <summary>The last page of what was given <paramref name="tag"/> is known.</summary>
    /// <param name="tag">What it was given.</param>
    /// <param name="known">When, fs; not before now.</param>
    void Translated(int tag, long known);
}
