using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>Shape of an on-chip network; every shape has as many inputs as outputs, one of each per node.</summary>
[Variant("kind", "crossbar", typeof(CrossbarTopology))]
[Variant("kind", "mesh", typeof(MeshTopology))]
[Variant("kind", "torus", typeof(TorusTopology))]
[Variant("kind", "ring", typeof(RingTopology))]
[Variant("kind", "fly", typeof(FlyTopology))]
public abstract record FabricTopology
{
    /// <summary>Most nodes that a network may have: routing tables are nodes squared.</summary>
    public const int MostNodes = 4096;

    /// <summary>Endpoints.</summary>
    public abstract long Nodes { get; }
}
