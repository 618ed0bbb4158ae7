namespace AccelSim.Machine.Yaml;

/// <summary>Least and greatest possible value of a number, or of a quantity in base units.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class BoundsAttribute(long minimum, long maximum) : Attribute
{
    public long Minimum { get; } = minimum;

    public long Maximum { get; } = maximum;
}
