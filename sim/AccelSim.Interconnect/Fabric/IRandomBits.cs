namespace AccelSim.Interconnect;

/// <summary>A source of fair decisions.</summary>
public interface IRandomBits
{
    /// <summary>True or false, each half of the time.</summary>
    bool Toss();
}
