namespace AccelSim.Graph.Passes;

/// <summary>One step of graph optimisation: a new graph with the same inputs, the same output names and, up to rounding, the same values.</summary>
public interface IGraphPass
{
    /// <summary>Name for people and messages.</summary>
    string Name { get; }

    /// <summary>Applies the pass.</summary>
    ModelGraph Run(ModelGraph graph);
}
