from obrady.doors.console.main import main

main()
