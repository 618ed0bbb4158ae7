using AccelSim.Engine;

namespace AccelSim.Chips.Mlu;

/// <summary>Takes the pieces of a divided interval one after the other.</summary>
internal interface ICauseSink
{
    /// <summary>Everything up to <paramref name="time"/> (fs) that has no cause yet has this one.</summary>
    void Until(long time, Cause cause);
}
