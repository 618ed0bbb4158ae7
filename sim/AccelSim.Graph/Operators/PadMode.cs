namespace AccelSim.Graph.Operators;

/// <summary>What padding holds.</summary>
public enum PadMode
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The operand mirrored about its first or last element.</summary>
    Reflect,

    /// <summary>The first or last element repeated.</summary>
    Edge,

    /// <summary>The operand repeated.</summary>
    Wrap,
}
