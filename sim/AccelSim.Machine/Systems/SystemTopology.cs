using AccelSim.Machine.Yaml;

namespace AccelSim.Machine;

/// <summary>How the chips of a system are joined.</summary>
[Variant("kind", "switch", typeof(SwitchedSystem))]
[Variant("kind", "fullyConnected", typeof(FullyConnectedSystem))]
[Variant("kind", "ring", typeof(RingSystem))]
[Variant("kind", "torus", typeof(TorusSystem))]
[Variant("kind", "links", typeof(LinkedSystem))]
public abstract record SystemTopology;
