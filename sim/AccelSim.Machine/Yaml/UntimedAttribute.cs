namespace AccelSim.Machine.Yaml;

/// <summary>What stands below this key decides energy, area or what is allowed, and never how long anything takes.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UntimedAttribute : Attribute;
