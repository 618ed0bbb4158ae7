namespace AccelSim.Machine.Yaml;

/// <summary>One concrete form of an abstract record, chosen by the text of a discriminating key.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class VariantAttribute(string key, string name, Type type) : Attribute
{
    /// <summary>The discriminating key, for example <c>family</c>.</summary>
    public string Key { get; } = key;

    /// <summary>The text that chooses this form, for example <c>mlu</c>.</summary>
    public string Name { get; } = name;

    public Type Type { get; } = type;
}
