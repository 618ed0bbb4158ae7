namespace AccelSim.Machine.Yaml;

/// <summary>The key of a property in files, where it is not the property's name in camel case (<c>tRCD</c>).</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class KeyAttribute(string key) : Attribute
{
    public string Key { get; } = key;
}
