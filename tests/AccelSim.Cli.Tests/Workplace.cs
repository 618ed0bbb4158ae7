namespace AccelSim.Cli.Tests;

/// <summary>A temporary folder, removed afterwards.</summary>
internal sealed class Workplace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("accelsim-cli-").FullName;

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Subfolder(string name) => Directory.CreateDirectory(Path(name)).FullName;

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
